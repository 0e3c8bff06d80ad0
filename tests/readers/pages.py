"""An invented news page with everything that surrounds an article."""

NAV = '<nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>'
FACTS = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Harbour wall gives way",
"datePublished": "2025-03-04T10:00:00+01:00",
"publisher": {"@type": "Organization", "name": "The Example Post"}}</script>"""
ARTICLE = """<h1>Harbour wall gives way</h1>
<p class="standfirst">Two boats were lost when the old wall fell. Nobody was hurt.</p>
<p class="byline">By <a rel="author" href="/x">Mara Quist</a></p>
<time datetime="2025-03-04T10:00:00+01:00">4 March 2025, 10.00am</time>
<figure><img src="x.jpg"><figcaption>The wall on Tuesday morning.
<span class="credit">Photo: O. Brandt</span></figcaption></figure>
<p>The harbour wall of Lund&aacute; gave way on Tuesday, the mayor said. &ldquo;We had&nbsp;warned them,&rdquo; she
told the <em>Example Post</em>.</p>
<p>Engineers will look at the site on <time datetime="2025-03-05">Wednesday</time>, a spokesman for the port said.</p>
<aside class="infobox"><h3>What is the harbour wall?</h3><p>It was built in 1921 and repaired twice.</p></aside>
<h2>Long history of repairs</h2>
<p>The council paid for repairs in 1987, according to records seen by this newspaper.<br>A second followed.</p>
<aside class="related"><h3>Related stories</h3><ul><li><a href="/a">Ferry late again</a></li></ul></aside>
<p>Residents near the quay said they had heard a noise like thunder. The police closed the road at noon.</p>
<div class="newsletter"><p>Sign up to our newsletter</p></div>"""


def page(article: str = ARTICLE, *, head: str = FACTS, body: str = NAV) -> str:
    """A page around `article`."""
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        "<title>Harbour wall gives way | The Example Post</title>"
        '<link rel="canonical" href="https://post.example/harbour"><style>p {color: red}</style>'
        f'<script>var stolen = "secret words";</script>{head}</head><body>{body}'
        f"<main><article>{article}</article></main>"
        "<footer>© 2025 The Example Post. All rights reserved.</footer></body></html>"
    )
