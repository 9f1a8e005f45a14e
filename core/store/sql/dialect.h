// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace gatehouse::store::sql {

/// What the migrations need said differently in each database.
struct Dialect
{
    std::string_view key;    ///< {key}: a 64-bit integer primary key, given by us.
    std::string_view serial; ///< {serial}: one that the database counts up.
    std::string_view bytes;  ///< {bytes}: a column of bytes.
};

} // namespace gatehouse::store::sql
