// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/extra/phone_number.h"

#include <phonenumbers/phonenumberutil.h>

namespace gatehouse::jsonata::extra {

std::optional<std::string> toE164(std::string_view number, std::string_view region)
{
    using i18n::phonenumbers::PhoneNumber;
    using i18n::phonenumbers::PhoneNumberUtil;
    constexpr std::size_t kLongest = 250; // the library's own limit
    if (number.size() > kLongest) {
        return std::nullopt;
    }
    const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
    PhoneNumber parsed;
    const auto outcome =
        util.Parse(std::string(number), region.empty() ? "ZZ" : std::string(region), &parsed);
    if (outcome != PhoneNumberUtil::NO_PARSING_ERROR || !util.IsPossibleNumber(parsed)) {
        return std::nullopt;
    }
    std::string out;
    util.Format(parsed, PhoneNumberUtil::E164, &out);
    return out;
}

} // namespace gatehouse::jsonata::extra
