#include "support/svg.hpp"

#include <cmath>
#include <cstdio>

namespace untwist::support {
namespace {

constexpr const char* kLight =
    ".bg{fill:#fff}\n"
    "text{font:13px system-ui,-apple-system,\"Segoe UI\",\"Noto Sans\","
    "sans-serif;fill:#1f2328}\n"
    ".h{font-size:17px;font-weight:bold}.b{font-weight:bold}\n"
    ".d{fill:#59636e}.e{text-anchor:end}.m{text-anchor:middle}\n"
    ".g{stroke:#e7eaee}.end{stroke:#1f2328;stroke-width:2}\n";

constexpr const char* kDark =
    ".bg{fill:#161b22}text{fill:#e6edf3}.d{fill:#9198a1}\n"
    ".g{stroke:#2a313c}.end{stroke:#e6edf3}\n";

}  // namespace

std::string svgOpening(const std::string& title, double height,
                       const std::string& light, const std::string& dark) {
    const std::string size = px(height);
    return "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 720 " + size +
           "' width='720' height='" + size + "' role='img' aria-label='" +
           escapedForXml(title) + "'>\n<style>\n" + kLight + light +
           "@media(prefers-color-scheme:dark){\n" + kDark + dark +
           "}\n</style>\n"
           "<rect class='bg' width='100%' height='100%' rx='10'/>\n" +
           svgText("h", 24, 34, title);
}

std::string svgText(const std::string& classes, double x, double y,
                    const std::string& text) {
    return "<text class='" + classes + "' x='" + px(x) + "' y='" + px(y) +
           "'>" + escapedForXml(text) + "</text>\n";
}

std::string svgLine(const std::string& classes, double x1, double y1, double x2,
                    double y2) {
    return "<line class='" + classes + "' x1='" + px(x1) + "' x2='" + px(x2) +
           "' y1='" + px(y1) + "' y2='" + px(y2) + "'/>\n";
}

std::string svgBar(const std::string& classes, double x, double y, double width,
                   double height, const std::string& rest) {
    return "<rect class='" + classes + "' x='" + px(x) + "' y='" + px(y) +
           "' width='" + px(width) + "' height='" + px(height) + "'" + rest;
}

std::string escapedForXml(const std::string& text) {
    std::string safe;
    for (const char c : text) {
        if (c == '&')
            safe += "&amp;";
        else if (c == '<')
            safe += "&lt;";
        else if (c == '>')
            safe += "&gt;";
        else if (c == '\'')
            safe += "&#39;";
        else
            safe += c;
    }
    return safe;
}

std::string px(double value) {
    std::string text = fixed(value, 2);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

std::string fixed(double value, int decimals) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

double tickStep(double end, int most) {
    const double power = std::pow(10, std::floor(std::log10(end / most)));
    for (const double factor : {1, 2, 5}) {
        if (end <= most * factor * power) return factor * power;
    }
    return 10 * power;
}

}  // namespace untwist::support
