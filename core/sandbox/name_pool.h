// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace gatehouse::sandbox {

/// A name and how it is written in a mail address.
struct Name
{
    std::string_view native;
    std::string_view ascii;
};

struct City
{
    std::string_view name;
    std::string_view region;     ///< State, county or province; may be empty.
    std::string_view postalCode; ///< '#' stands for a digit.
};

/// How people of one country are called and reached. Telephone numbers come from ranges that regulators keep
/// free for fiction where there are such.
struct Locale
{
    std::string_view country;
    std::string_view countryCode; ///< ISO 3166-1 alpha-2.
    std::string_view currency;    ///< ISO 4217.
    std::string_view mailDomain;
    bool familyNameFirst = false;
    std::span<const Name> given;
    std::span<const Name> family;
    std::span<const City> cities;
    std::span<const std::string_view> streets; ///< '#' stands for a digit.
    std::span<const std::string_view> phones;  ///< The same number's usual and unusual spellings.
    std::span<const std::string_view> companySuffixes;
};

[[nodiscard]] std::span<const Locale> locales();

} // namespace gatehouse::sandbox
