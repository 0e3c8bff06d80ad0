/** The token against forged forms: the cookie's, which survives a new sign-in, else the page's. */
export function token() {
  const cookie = /(?:^|; )[^=;]*csrftoken=([^;]+)/.exec(document.cookie);
  return cookie?.[1] ?? document.querySelector('[name="csrfmiddlewaretoken"]')?.value ?? "";
}
