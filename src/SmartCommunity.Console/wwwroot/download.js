// @ts-check
/**
 * Saves text the server made for this page only (tokens that are shown once), without a URL that could be asked again.
 * @param {string} name @param {string} text
 */
export function saveText(name, text) {
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
