/** The page's token against forged forms; after a new sign-in it is an old one and has to be fetched again. */
const fields = (root) => [...root.querySelectorAll('[name="csrfmiddlewaretoken"]')];

export function token() {
  return fields(document)[0]?.value ?? "";
}

/** Read the page again for its token: "renewed", "signed-out" where it leads to the sign-in, else "". */
export async function renewToken() {
  const answer = await fetch(location.href, { redirect: "manual" });
  if (answer.type === "opaqueredirect") return "signed-out";
  if (!answer.ok) return "";
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = fields(page)[0]?.value;
  for (const field of fields(document)) if (fresh) field.value = fresh;
  return fresh ? "renewed" : "";
}
