from django.db import migrations, models

import annotations.domain.vocabulary

PARTS = ["attribution", "check_worthiness", "calibration", "match_ranking"]
NAMES = (("training", "training_part_known"), ("learnedmodel", "learned_part_known"))


class Migration(migrations.Migration):
    dependencies = [("annotations", "0016_decisions_by_answer")]

    operations = [
        *(migrations.RemoveConstraint(model_name=model, name=name) for model, name in NAMES),
        *(
            migrations.AlterField(
                model_name=model,
                name="part",
                field=models.CharField(
                    choices=annotations.domain.vocabulary.LearnedPart.choices, max_length=20
                ),
            )
            for model in ("training", "learnedmodel", "activemodel")
        ),
        *(
            migrations.AddConstraint(
                model_name=model,
                constraint=models.CheckConstraint(condition=models.Q(("part__in", PARTS)), name=name),
            )
            for model, name in NAMES
        ),
    ]
