// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/extra/arguments.h"
#include "core/jsonata/extra/extra_functions.h"
#include "core/jsonata/text/case_mapping.h"
#include "core/jsonata/text/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gatehouse::jsonata {
namespace {

using namespace extra;
using json::Value;

enum class Quantity : std::uint8_t
{
    Length,
    Mass,
    Volume,
    Area,
    Speed,
    Time,
    Data,
    Temperature
};

/// value in the base unit = value * factor + offset
struct Unit
{
    std::string_view name;
    Quantity quantity;
    double factor;
    double offset = 0;
};

constexpr std::array kUnits{
    Unit{"m", Quantity::Length, 1},
    Unit{"mm", Quantity::Length, 0.001},
    Unit{"cm", Quantity::Length, 0.01},
    Unit{"km", Quantity::Length, 1000},
    Unit{"in", Quantity::Length, 0.0254},
    Unit{"ft", Quantity::Length, 0.3048},
    Unit{"yd", Quantity::Length, 0.9144},
    Unit{"mi", Quantity::Length, 1609.344},
    Unit{"nmi", Quantity::Length, 1852},
    Unit{"kg", Quantity::Mass, 1},
    Unit{"g", Quantity::Mass, 0.001},
    Unit{"mg", Quantity::Mass, 0.000001},
    Unit{"t", Quantity::Mass, 1000},
    Unit{"lb", Quantity::Mass, 0.45359237},
    Unit{"oz", Quantity::Mass, 0.028349523125},
    Unit{"st", Quantity::Mass, 6.35029318},
    Unit{"l", Quantity::Volume, 1},
    Unit{"ml", Quantity::Volume, 0.001},
    Unit{"m3", Quantity::Volume, 1000},
    Unit{"gal", Quantity::Volume, 3.785411784},
    Unit{"qt", Quantity::Volume, 0.946352946},
    Unit{"pt", Quantity::Volume, 0.473176473},
    Unit{"floz", Quantity::Volume, 0.0295735295625},
    Unit{"m2", Quantity::Area, 1},
    Unit{"cm2", Quantity::Area, 0.0001},
    Unit{"km2", Quantity::Area, 1e6},
    Unit{"ha", Quantity::Area, 1e4},
    Unit{"ft2", Quantity::Area, 0.09290304},
    Unit{"acre", Quantity::Area, 4046.8564224},
    Unit{"m/s", Quantity::Speed, 1},
    Unit{"km/h", Quantity::Speed, 1 / 3.6},
    Unit{"mph", Quantity::Speed, 0.44704},
    Unit{"kn", Quantity::Speed, 1852.0 / 3600},
    Unit{"s", Quantity::Time, 1},
    Unit{"ms", Quantity::Time, 0.001},
    Unit{"min", Quantity::Time, 60},
    Unit{"h", Quantity::Time, 3600},
    Unit{"d", Quantity::Time, 86400},
    Unit{"wk", Quantity::Time, 604800},
    Unit{"b", Quantity::Data, 1},
    Unit{"kb", Quantity::Data, 1e3},
    Unit{"mb", Quantity::Data, 1e6},
    Unit{"gb", Quantity::Data, 1e9},
    Unit{"tb", Quantity::Data, 1e12},
    Unit{"kib", Quantity::Data, 1024},
    Unit{"mib", Quantity::Data, 1048576},
    Unit{"gib", Quantity::Data, 1073741824},
    Unit{"k", Quantity::Temperature, 1},
    Unit{"c", Quantity::Temperature, 1, 273.15},
    Unit{"f", Quantity::Temperature, 5.0 / 9, 459.67 * 5 / 9},
};

Outcome<const Unit*> unitNamed(std::string_view name)
{
    const std::string wanted = text::toLower(name);
    const auto* found =
        std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& unit) { return unit.name == wanted; });
    if (found == kUnits.end()) {
        return failure("G1003", fmt::format("there is no unit '{}'", name));
    }
    return found;
}

Outcome<Value> convertUnit(Arguments arguments, json::Arena&)
{
    if (!argument(arguments, 0).isNumber()) {
        return Value();
    }
    const auto from = unitNamed(textOr(arguments, 1, ""));
    const auto to = from ? unitNamed(textOr(arguments, 2, "")) : from;
    if (!to) {
        return tl::unexpected(to.error());
    }
    if ((*from)->quantity != (*to)->quantity) {
        return failure(
            "G1001", fmt::format("'{}' and '{}' do not measure the same thing", (*from)->name, (*to)->name));
    }
    const double base = arguments[0].asDouble() * (*from)->factor + (*from)->offset;
    // 12 in is 1 ft, not 0.9999999999999999 ft.
    return numberValue(text::roundTo15Digits((base - (*to)->offset) / (*to)->factor));
}

/// Minor units of ISO 4217 where there are not two.
int decimalsOf(std::string_view currency)
{
    constexpr std::array<std::string_view, 17> kNone{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY",
                                                     "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
                                                     "VND", "VUV", "XAF", "XOF", "XPF"};
    constexpr std::array<std::string_view, 7> kThree{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
    if (std::find(kNone.begin(), kNone.end(), currency) != kNone.end()) {
        return 0;
    }
    return std::find(kThree.begin(), kThree.end(), currency) != kThree.end() ? 3 : 2;
}

/// How many of this currency one of the base currency costs.
Outcome<double> rateOf(const Value& rates, const std::string& currency)
{
    const Value table = rates["rates"].isObject() ? rates["rates"] : rates;
    const Value rate = table[currency];
    if (rate.isNumber() && rate.asDouble() > 0) {
        return rate.asDouble();
    }
    if (rates["base"].isString() && text::toUpper(rates["base"].asString()) == currency) {
        return 1.0;
    }
    return failure("G1003", fmt::format("the rates have no positive number for '{}'", currency));
}

Outcome<Value> convertCurrency(Arguments arguments, json::Arena&)
{
    if (!argument(arguments, 0).isNumber()) {
        return Value();
    }
    const std::string from = text::toUpper(textOr(arguments, 1, ""));
    const std::string to = text::toUpper(textOr(arguments, 2, ""));
    const Value rates = argument(arguments, 3);
    const auto fromRate = from == to ? Outcome<double>(1.0) : rateOf(rates, from);
    const auto toRate = !fromRate || from == to ? fromRate : rateOf(rates, to);
    if (!toRate) {
        return tl::unexpected(toRate.error());
    }
    return numberValue(text::roundHalfEven(
        text::roundTo15Digits(arguments[0].asDouble() / *fromRate * *toRate), decimalsOf(to)));
}

} // namespace

std::vector<HostFunction> conversionFunctions()
{
    return {{"convertUnit", "<nss:n>",
             "A number in another unit: lengths, masses, volumes, areas, speeds, times, data sizes, "
             "temperatures.",
             convertUnit},
            {"convertCurrency", "<nsso:n>",
             "An amount in another currency, by a table {\"base\": \"EUR\", \"rates\": {\"USD\": 1.08}}, "
             "rounded half to "
             "even to the currency's minor unit.",
             convertCurrency}};
}

} // namespace gatehouse::jsonata
