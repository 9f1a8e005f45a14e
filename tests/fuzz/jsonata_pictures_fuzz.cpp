// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures and texts of any kind: the first byte chooses the function, a line feed parts picture from text.
#include "core/jsonata/pictures/date_picture.h"
#include "core/jsonata/pictures/decimal_picture.h"
#include "core/jsonata/pictures/integer_picture.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace pictures = gatehouse::jsonata::pictures;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 9) {
        return 0;
    }
    double number = 0;
    std::memcpy(&number, data + 1, sizeof number);
    const std::string_view all(reinterpret_cast<const char*>(data) + 9, size - 9);
    const std::size_t cut = all.find('\n');
    const std::string_view picture = all.substr(0, cut);
    const std::string_view text = cut == std::string_view::npos ? std::string_view() : all.substr(cut + 1);
    switch (data[0] % 6) {
    case 0:
        static_cast<void>(pictures::formatNumber(number, picture));
        break;
    case 1:
        static_cast<void>(pictures::formatInteger(number, picture));
        break;
    case 2:
        static_cast<void>(pictures::parseInteger(text, picture));
        break;
    case 3:
        static_cast<void>(pictures::formatDateTime(number, picture, text));
        break;
    case 4:
        static_cast<void>(pictures::parseDateTime(text, picture, 1589559438190));
        break;
    default:
        static_cast<void>(pictures::formatBase(number, static_cast<double>(picture.size())));
        static_cast<void>(pictures::parseDateTime(text, std::nullopt, 0));
    }
    return 0;
}
