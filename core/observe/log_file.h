// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/observe/redactor.h"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

namespace gatehouse::observe {

struct LogFileOptions
{
    std::filesystem::path directory; ///< Made when missing; the file is gatehouse.log in it.
    std::uint64_t maxBytes = std::uint64_t{10} << 20U;
    int keptFiles = 5; ///< gatehouse.1.log is the youngest of them.
    LogLevel level = LogLevel::Info;
    bool toStandardError = true;
};

/// Structured log: one JSON object a line ({"at","level","message",…fields}), rotated by size. Every value
/// passes the redactor. When the disk refuses, lines still go to standard error; logging never fails a
/// caller.
class LogFile final : public LogSink
{
public:
    LogFile(LogFileOptions options, const Clock& clock, const Redactor& redactor);

    void write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) override;

private:
    struct CloseFile
    {
        void operator()(std::FILE* file) const { std::fclose(file); } // NOLINT(cert-err33-c)
    };

    void open();
    void rotate();

    LogFileOptions m_options;
    const Clock& m_clock;
    const Redactor& m_redactor;
    std::mutex m_mutex;
    std::unique_ptr<std::FILE, CloseFile> m_file;
    std::uint64_t m_bytes = 0;
};

} // namespace gatehouse::observe
