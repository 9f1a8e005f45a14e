// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/extra/arguments.h"
#include "core/jsonata/extra/countries.h"
#include "core/jsonata/extra/extra_functions.h"
#include "core/jsonata/extra/phone_number.h"

#include <fmt/format.h>

namespace gatehouse::jsonata {
namespace {

using namespace extra;

Outcome<json::Value> phoneE164(Arguments arguments, json::Arena& arena)
{
    if (!argument(arguments, 0).isString()) {
        return json::Value();
    }
    const std::string_view region = textOr(arguments, 1, "");
    const Country* country = region.empty() ? nullptr : findCountry(region);
    if (!region.empty() && country == nullptr) {
        return failure("G1003", fmt::format("there is no country '{}'", region));
    }
    const auto e164 = toE164(arguments[0].asString(), country == nullptr ? "" : country->alpha2);
    return e164 ? arena.string(*e164) : json::Value();
}

Outcome<json::Value> countryCode(Arguments arguments, json::Arena&)
{
    const json::Value name = argument(arguments, 0);
    const Country* country = name.isString() ? findCountry(name.asString()) : nullptr;
    if (country == nullptr) {
        return json::Value();
    }
    const std::string_view form = textOr(arguments, 1, "alpha2");
    if (form == "alpha2") {
        return json::Value::string(country->alpha2);
    }
    if (form == "alpha3") {
        return json::Value::string(country->alpha3);
    }
    if (form == "numeric") {
        return json::Value::string(country->numeric);
    }
    if (form == "name") {
        return json::Value::string(country->name);
    }
    return failure("G1001",
                   fmt::format("$countryCode gives alpha2, alpha3, numeric or name, not '{}'", form));
}

} // namespace

std::vector<HostFunction> contactFunctions()
{
    return {{"phoneE164", "<s-s?:s>",
             "A telephone number as +<country><number>; the country is for numbers without a prefix. Missing "
             "when it "
             "is no possible number.",
             phoneE164},
            {"countryCode", "<s-s?:s>",
             "The ISO 3166-1 alpha2 (or alpha3, numeric, name) of a country's name or code. Missing when "
             "unknown.",
             countryCode}};
}

} // namespace gatehouse::jsonata
