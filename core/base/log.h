// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace gatehouse {

enum class LogLevel : std::uint8_t
{
    Debug,
    Info,
    Warning,
    Error
};

struct LogField
{
    std::string_view key;
    std::string value;
};

/// Where structured log lines go. Thread-safe. Implementations redact every secret they know of
/// (core/observe/log_file.h); callers still never pass one.
class LogSink
{
public:
    LogSink() = default;
    LogSink(const LogSink&) = delete;
    LogSink& operator=(const LogSink&) = delete;
    virtual ~LogSink() = default;

    /// message is a fixed English phrase; everything variable goes into fields.
    virtual void write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) = 0;
};

} // namespace gatehouse
