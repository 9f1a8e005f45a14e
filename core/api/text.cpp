// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/text.h"

#include <QString>

namespace gatehouse::api {

bool isUtf8(std::string_view bytes) noexcept
{
    return QUtf8StringView(bytes.data(), static_cast<qsizetype>(bytes.size())).isValidUtf8();
}

std::string asUtf8(std::string bytes)
{
    return isUtf8(bytes) ? std::move(bytes) : QString::fromStdString(bytes).toStdString();
}

} // namespace gatehouse::api
