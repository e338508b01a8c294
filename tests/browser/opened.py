"""A page that was opened, and what the browser did and complained of on the way."""

from dataclasses import dataclass

from playwright.sync_api import Page

# Luminance and contrast as WCAG 2 defines them: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
CONTRAST = """
element => {
    const luminance = colour => colour.match(/[0-9.]+/g).slice(0, 3)
        .map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0)
    let ground = element
    while (ground.parentElement && getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)')
        ground = ground.parentElement
    const both = [getComputedStyle(element).color, getComputedStyle(ground).backgroundColor].map(luminance)
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05)
}
"""


@dataclass(frozen=True)
class Opened:
    """`requests` are addresses, `complaints` lines of the browser's console and errors of scripts."""

    page: Page
    url: str
    requests: list[str]
    complaints: list[str]

    @classmethod
    def of(cls, page: Page, url: str) -> "Opened":
        opened = cls(page, url, [], [])
        page.on("request", lambda request: opened.requests.append(request.url))
        page.on("console", lambda message: opened.complaints.append(message.text))
        page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        page.goto(url, wait_until="networkidle")
        return opened

    def texts(self, selector: str) -> list[str]:
        return self.page.locator(selector).all_text_contents()

    def least_contrast(self, selector: str) -> float:
        """Of text against what lies behind it, 1 to 21."""
        return min(float(each.evaluate(CONTRAST)) for each in self.page.locator(selector).all())
