// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/pictures/decimal_picture.h"

#include "core/json/number_format.h"
#include "core/jsonata/pictures/decimal_layout.h"
#include "core/jsonata/pictures/picture_cache.h"
#include "core/jsonata/text/code_points.h"
#include "core/jsonata/text/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gatehouse::jsonata::pictures {
namespace {

/// More digits than a double can have; JavaScript refuses more than 100 decimals too.
constexpr std::size_t kMaxDecimals = 100;
constexpr std::size_t kMaxPicture = 4096;
constexpr double kNoFixedNotation = 1e21;

/// Number.prototype.toFixed of a number that is not negative.
std::string toFixed(double d, std::size_t decimals)
{
    if (d >= kNoFixedNotation) {
        std::array<char, json::kMaxNumberText> buffer{};
        return {buffer.data(), json::formatNumberTo(buffer.data(), d)};
    }
    return fmt::format("{:.{}f}", d, decimals);
}

class DecimalFormatter
{
public:
    DecimalFormatter(const DecimalLayout& layout, const DecimalSymbols& symbols)
        : m_layout(layout)
        , m_symbols(symbols)
    {}

    std::u32string digits(double magnitude)
    {
        int exponent = 0;
        if (m_layout.minExponent > 0) {
            magnitude = scale(magnitude, exponent);
        }
        std::u32string out = number(text::roundHalfEven(magnitude, static_cast<double>(m_layout.maxFraction)),
                                    m_layout.maxFraction);
        trimZeros(out);
        padZeros(out);
        groupInteger(out);
        groupFraction(out);
        const std::size_t point = out.find(m_symbols.decimal);
        if (!out.empty()
            && (!m_layout.hasDecimalSeparator || point + m_symbols.decimal.size() == out.size())) {
            out.pop_back();
        }
        if (m_layout.minExponent > 0) {
            out += exponentText(exponent);
        }
        return out;
    }

private:
    /// Moves the point until the mantissa has as many integer digits as the picture wants.
    [[nodiscard]] double scale(double mantissa, int& exponent) const
    {
        const double most = std::pow(10.0, static_cast<double>(m_layout.scaling));
        const double least = std::pow(10.0, static_cast<double>(m_layout.scaling) - 1);
        if (mantissa == 0 || !std::isfinite(mantissa)) {
            return mantissa;
        }
        for (; mantissa < least; --exponent) {
            mantissa *= 10;
        }
        for (; mantissa > most; ++exponent) {
            mantissa /= 10;
        }
        return mantissa;
    }

    [[nodiscard]] std::u32string inFamily(std::string_view ascii) const
    {
        std::u32string out;
        for (const char c : ascii) {
            out += c >= '0' && c <= '9'
                       ? static_cast<char32_t>(m_symbols.zero + static_cast<char32_t>(c - '0'))
                       : static_cast<char32_t>(c);
        }
        return out;
    }

    [[nodiscard]] std::u32string number(double d, std::size_t decimals) const
    {
        std::u32string out = inFamily(toFixed(d, decimals));
        const std::size_t point = out.find(U'.');
        if (point == std::u32string::npos) {
            return out + m_symbols.decimal;
        }
        return out.replace(point, 1, m_symbols.decimal);
    }

    void trimZeros(std::u32string& out) const
    {
        out.erase(0, std::min(out.find_first_not_of(m_symbols.zero), out.size()));
        const std::size_t last = out.find_last_not_of(m_symbols.zero);
        out.erase(last == std::u32string::npos ? 0 : last + 1);
    }

    void padZeros(std::u32string& out) const
    {
        const std::size_t point = std::min(out.find(m_symbols.decimal), out.size());
        const std::size_t fraction = out.size() - std::min(out.size(), point + m_symbols.decimal.size());
        if (fraction < m_layout.minFraction) {
            out.append(m_layout.minFraction - fraction, m_symbols.zero);
        }
        if (point < m_layout.minInteger) {
            out.insert(0, m_layout.minInteger - point, m_symbols.zero);
        }
    }

    void groupInteger(std::u32string& out) const
    {
        const std::size_t point = std::min(out.find(m_symbols.decimal), out.size());
        if (m_layout.regularGroup > 0) {
            for (std::size_t at = point; at > m_layout.regularGroup;) {
                at -= m_layout.regularGroup;
                out.insert(at, m_symbols.grouping);
            }
            return;
        }
        // From the right, so that the positions still to come stay where they are.
        for (auto digits = m_layout.integerGroups.rbegin(); digits != m_layout.integerGroups.rend();
             ++digits) {
            if (*digits < point) {
                out.insert(point - *digits, m_symbols.grouping);
            }
        }
    }

    void groupFraction(std::u32string& out) const
    {
        const std::size_t point = out.find(m_symbols.decimal);
        if (point == std::u32string::npos) {
            return;
        }
        const std::size_t first = point + m_symbols.decimal.size();
        for (auto digits = m_layout.fractionGroups.rbegin(); digits != m_layout.fractionGroups.rend();
             ++digits) {
            if (first + *digits <= out.size()) {
                out.insert(first + *digits, m_symbols.grouping);
            }
        }
    }

    [[nodiscard]] std::u32string exponentText(int exponent) const
    {
        std::u32string digits = inFamily(std::to_string(std::abs(exponent)));
        if (digits.size() < m_layout.minExponent) {
            digits.insert(0, m_layout.minExponent - digits.size(), m_symbols.zero);
        }
        return m_symbols.exponent + (exponent < 0 ? m_symbols.minus : std::u32string()) + digits;
    }

    const DecimalLayout& m_layout;
    const DecimalSymbols& m_symbols;
};

double scaledByPercent(double magnitude, const DecimalLayout& layout, const DecimalSymbols& symbols)
{
    if (!symbols.percent.empty() && layout.picture.find(symbols.percent) != std::u32string::npos) {
        return magnitude * 100;
    }
    if (!symbols.perMille.empty() && layout.picture.find(symbols.perMille) != std::u32string::npos) {
        return magnitude * 1000;
    }
    return magnitude;
}

/// A picture taken apart.
struct Prepared
{
    explicit Prepared(const DecimalFormat& format)
        : symbols(format)
    {}

    DecimalSymbols symbols;
    std::vector<DecimalLayout> layouts;
};

PictureResult<std::shared_ptr<const Prepared>> prepare(std::string_view picture, const DecimalFormat& format)
{
    if (picture.size() > kMaxPicture) {
        return tl::unexpected(PictureError{"D1013", "The picture string is too long", {}});
    }
    auto prepared = std::make_shared<Prepared>(format);
    auto layouts = layOutDecimalPicture(text::toCodePoints(picture), prepared->symbols);
    if (!layouts) {
        return tl::unexpected(std::move(layouts).error());
    }
    prepared->layouts = *std::move(layouts);
    return prepared;
}

PictureResult<std::string> print(double value, const Prepared& prepared, const DecimalFormat& format)
{
    const std::vector<DecimalLayout>& layouts = prepared.layouts;
    const bool negative = value < 0;
    const DecimalLayout& layout = negative ? layouts.back() : layouts.front();
    if (layout.maxFraction > kMaxDecimals) {
        return tl::unexpected(
            PictureError{"D1013", "The picture string asks for more than 100 decimals", {}});
    }
    const std::string sign = negative && layouts.size() == 1 ? format.minusSign : std::string();
    const std::string prefix = sign + text::fromCodePoints(layout.prefix);
    const std::string suffix = text::fromCodePoints(layout.suffix);
    if (!std::isfinite(value)) {
        return prefix + (std::isnan(value) ? format.nan : format.infinity) + suffix;
    }
    const double magnitude = scaledByPercent(std::fabs(value), layout, prepared.symbols);
    return prefix + text::fromCodePoints(DecimalFormatter(layout, prepared.symbols).digits(magnitude))
           + suffix;
}

} // namespace

void DecimalFormat::set(std::string_view name, std::string_view value)
{
    const std::array<std::pair<std::string_view, std::string*>, 11> properties{{
        {"decimal-separator", &decimalSeparator},
        {"grouping-separator", &groupingSeparator},
        {"exponent-separator", &exponentSeparator},
        {"infinity", &infinity},
        {"minus-sign", &minusSign},
        {"NaN", &nan},
        {"percent", &percent},
        {"per-mille", &perMille},
        {"zero-digit", &zeroDigit},
        {"digit", &digit},
        {"pattern-separator", &patternSeparator},
    }};
    const auto* found =
        std::find_if(properties.begin(), properties.end(), [&](const auto& p) { return p.first == name; });
    if (found != properties.end()) {
        *found->second = value;
    }
}

PictureResult<std::string> formatNumber(double value, std::string_view picture, const DecimalFormat& format)
{
    const auto prepared = prepare(picture, format);
    return prepared ? print(value, **prepared, format) : tl::unexpected(prepared.error());
}

PictureResult<std::string> formatNumber(double value, std::string_view picture)
{
    static const DecimalFormat standard;
    thread_local PictureCache<Prepared> cache;
    const std::shared_ptr<const Prepared> known = cache.find(picture);
    if (known != nullptr) {
        return print(value, *known, standard);
    }
    auto prepared = prepare(picture, standard);
    if (!prepared) {
        return tl::unexpected(std::move(prepared).error());
    }
    cache.add(picture, *prepared);
    return print(value, **prepared, standard);
}

} // namespace gatehouse::jsonata::pictures
