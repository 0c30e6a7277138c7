// What our pictures in SVG are made of, and look like.
#pragma once

#include <string>

namespace untwist::support {

// The start of a document 720 wide: colours for light and dark pages, the
// background, the title. `light` and `dark` are CSS rules for what only this
// picture has. Ours are for text .h (title), .b (bold), .d (dim), .e (ends at
// x), .m (centred on x), and for lines .g (grid).
std::string svgOpening(const std::string& title, double height,
                       const std::string& light, const std::string& dark);

// Elements, one on each line. Texts are escaped.
std::string svgText(const std::string& classes, double x, double y,
                    const std::string& text);
std::string svgLine(const std::string& classes, double x1, double y1, double x2,
                    double y2);
std::string svgBar(const std::string& classes, double x, double y, double width,
                   double height, const std::string& rest = "/>\n");

std::string escapedForXml(const std::string& text);

// A coordinate: at most two decimals, none for nothing.
std::string px(double value);

// printf's rounding for one number: fixed(12.345, 1) is "12.3".
std::string fixed(double value, int decimals);

// The distance of an axis's ticks: 1, 2 or 5 times a power of ten, the one that
// gives at most `most` steps up to `end`.
double tickStep(double end, int most);

}  // namespace untwist::support
