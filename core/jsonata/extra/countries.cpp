// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/extra/countries.h"

#include "core/jsonata/extra/ascii_fold.h"

#include <array>
#include <string>
#include <unordered_map>

namespace gatehouse::jsonata::extra {
namespace {

struct OtherName
{
    std::string_view name; ///< Folded.
    std::string_view alpha2;
};

constexpr std::array kOtherNames{
    OtherName{"uk", "GB"},
    OtherName{"great britain", "GB"},
    OtherName{"england", "GB"},
    OtherName{"scotland", "GB"},
    OtherName{"wales", "GB"},
    OtherName{"northern ireland", "GB"},
    OtherName{"united kingdom of great britain and northern ireland", "GB"},
    OtherName{"united states of america", "US"},
    OtherName{"u s a", "US"},
    OtherName{"u s", "US"},
    OtherName{"america", "US"},
    OtherName{"republic of korea", "KR"},
    OtherName{"korea", "KR"},
    OtherName{"korea republic of", "KR"},
    OtherName{"russian federation", "RU"},
    OtherName{"czech republic", "CZ"},
    OtherName{"holland", "NL"},
    OtherName{"the netherlands", "NL"},
    OtherName{"deutschland", "DE"},
    OtherName{"osterreich", "AT"},
    OtherName{"schweiz", "CH"},
    OtherName{"suisse", "CH"},
    OtherName{"espana", "ES"},
    OtherName{"italia", "IT"},
    OtherName{"brasil", "BR"},
    OtherName{"turkiye", "TR"},
    OtherName{"viet nam", "VN"},
    OtherName{"uae", "AE"},
    OtherName{"ivory coast", "CI"},
    OtherName{"cape verde", "CV"},
    OtherName{"swaziland", "SZ"},
    OtherName{"macedonia", "MK"},
    OtherName{"burma", "MM"},
    OtherName{"hong kong sar", "HK"},
    OtherName{"macau", "MO"},
    OtherName{"peoples republic of china", "CN"},
    OtherName{"republic of ireland", "IE"},
    OtherName{"congo democratic republic", "CD"},
    OtherName{"democratic republic of the congo", "CD"},
    OtherName{"holy see", "VA"},
    OtherName{"palestinian territories", "PS"},
    OtherName{"iran islamic republic of", "IR"},
    OtherName{"syrian arab republic", "SY"},
    OtherName{"lao peoples democratic republic", "LA"},
    OtherName{"bolivia plurinational state of", "BO"},
    OtherName{"venezuela bolivarian republic of", "VE"},
    OtherName{"tanzania united republic of", "TZ"},
    OtherName{"moldova republic of", "MD"},
    OtherName{"taiwan province of china", "TW"},
};

std::unordered_map<std::string, const Country*> makeIndex()
{
    std::unordered_map<std::string, const Country*> index;
    std::unordered_map<std::string_view, const Country*> byCode;
    for (const Country& country : countries()) {
        byCode[country.alpha2] = &country;
        for (const std::string_view key : {country.alpha2, country.alpha3, country.numeric, country.name}) {
            index[foldToWords(key, " ")] = &country;
        }
    }
    for (const OtherName& other : kOtherNames) {
        index[std::string(other.name)] = byCode[other.alpha2];
    }
    return index;
}

} // namespace

const Country* findCountry(std::string_view text)
{
    static const auto kIndex = makeIndex();
    const auto found = kIndex.find(foldToWords(text, " "));
    return found == kIndex.end() ? nullptr : found->second;
}

} // namespace gatehouse::jsonata::extra
