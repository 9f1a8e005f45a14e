// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <qcoro/qcorotask.h>

#include <optional>
#include <string>

namespace gatehouse::net {

/// A body that arrives piece by piece, with back-pressure: nothing more is read from the socket until the
/// next read() is awaited. Lives on the thread of the socket.
class BodySource
{
public:
    BodySource() = default;
    BodySource(const BodySource&) = delete;
    BodySource& operator=(const BodySource&) = delete;
    virtual ~BodySource() = default;

    /// The next piece (never empty), or nullopt at the end of the body.
    [[nodiscard]] virtual QCoro::Task<Result<std::optional<std::string>>> read() = 0;
};

} // namespace gatehouse::net
