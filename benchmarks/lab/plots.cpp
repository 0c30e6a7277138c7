#include "plots.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

#include "support/svg.hpp"

namespace untwist::lab {

namespace {

constexpr double kLogFrom = 20;  // largest to smallest

// 1, 2 or 5 times a power of ten.
std::vector<double> roundNumbers(double low, double high) {
    std::vector<double> numbers;
    const int first = static_cast<int>(std::floor(std::log10(low))) - 1;
    for (int power = first; std::pow(10, power) <= high * 10; ++power) {
        for (const double factor : {1, 2, 5}) {
            numbers.push_back(factor * std::pow(10, power));
        }
    }
    return numbers;
}

bool isPowerOfTen(double number) {
    const double power = std::log10(number);
    return std::abs(power - std::round(power)) < 1e-9;
}

}  // namespace

Axis::Axis(const std::vector<double>& numbers) {
    double least = 0;  // that is positive
    double most = 0;
    for (const double number : numbers) {
        most = std::max(most, number);
        if (number > 0 && (least == 0 || number < least)) least = number;
    }
    if (most <= 0) most = 1;
    log_ = least > 0 && most > kLogFrom * least;
    if (!log_) {
        const double step = support::tickStep(most, 5);
        high_ = std::ceil(most / step - 1e-9) * step;
        for (int i = 0; i * step <= high_ * 1.0001; ++i) {
            ticks_.push_back(i * step);
        }
        return;
    }
    for (const double number : roundNumbers(least, most)) {
        if (number <= least * 1.0001) low_ = number;
        if (number >= most * 0.9999) {
            high_ = number;
            break;
        }
    }
    for (const double number : roundNumbers(low_, high_)) {
        if (number >= low_ * 0.9999 && number <= high_ * 1.0001 &&
            isPowerOfTen(number)) {
            ticks_.push_back(number);
        }
    }
}

double Axis::place(double number) const {
    if (!log_) return std::clamp(number / high_, 0.0, 1.0);
    if (number <= low_) return 0;
    return std::min(std::log(number / low_) / std::log(high_ / low_), 1.0);
}

std::string tickName(double number) {
    const auto plain = [](double value) {
        std::ostringstream text;
        text << value;
        return text.str();
    };
    if (number >= 1e6) return plain(number / 1e6) + "M";
    if (number >= 1e4) return plain(number / 1e3) + "k";
    if (number >= 1e3) {
        const std::string digits = plain(number);
        return digits.substr(0, 1) + ',' + digits.substr(1);
    }
    return plain(number);
}

Axis yAxis(const Plot& plot) {
    std::vector<double> numbers;
    for (const Line& line : plot.lines) {
        for (const Mark& mark : line.marks) {
            if (!mark.trouble.empty()) continue;
            numbers.insert(numbers.end(), {mark.y.least, mark.y.most});
        }
    }
    return Axis(numbers);
}

std::vector<double> loadsOf(const Picture& picture) {
    std::set<double> loads;
    for (const Plot& plot : picture.plots) {
        for (const Line& line : plot.lines) {
            for (const Mark& mark : line.marks) loads.insert(mark.x);
        }
    }
    return {loads.begin(), loads.end()};
}

}  // namespace untwist::lab
