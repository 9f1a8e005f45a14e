// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/signature.h"
#include "core/jsonata/value_access.h"

namespace gatehouse::jsonata {

/// The letter of a value in signatures, as a bit.
[[nodiscard]] inline std::uint16_t typeBit(const Value& v) noexcept
{
    switch (v.type()) {
    case Type::Undefined:
        return kMissing;
    case Type::Null:
        return kNull;
    case Type::Bool:
        return kBoolean;
    case Type::Int:
    case Type::UInt:
    case Type::Double:
    case Type::Decimal:
        return kNumber;
    case Type::String:
        return kString;
    case Type::Array:
        return kArray;
    case Type::Object:
        return kObject;
    case Type::Extension:
        return isFunction(v) ? kFunction : isRange(v) ? kArray : kMissing;
    }
    return kMissing;
}

} // namespace gatehouse::jsonata
