// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/observe/log_file.h"

#include "core/base/time_format.h"
#include "core/json/document.h"
#include "core/json/write.h"

#include <fmt/format.h>

#include <system_error>

namespace gatehouse::observe {
namespace {

std::string_view levelName(LogLevel level) noexcept
{
    switch (level) {
    case LogLevel::Debug:
        return "debug";
    case LogLevel::Info:
        return "info";
    case LogLevel::Warning:
        return "warning";
    case LogLevel::Error:
        return "error";
    }
    return "info";
}

} // namespace

LogFile::LogFile(LogFileOptions options, const Clock& clock, const Redactor& redactor)
    : m_options(std::move(options))
    , m_clock(clock)
    , m_redactor(redactor)
{
    std::error_code ignored;
    std::filesystem::create_directories(m_options.directory, ignored);
    open();
}

void LogFile::open()
{
    const auto path = m_options.directory / "gatehouse.log";
    m_file.reset(std::fopen(path.c_str(), "ae"));
    std::error_code failed;
    const auto size = std::filesystem::file_size(path, failed);
    m_bytes = failed ? 0 : size;
}

void LogFile::rotate()
{
    m_file.reset();
    const auto numbered = [this](int number) {
        return m_options.directory
               / (number == 0 ? std::string("gatehouse.log") : fmt::format("gatehouse.{}.log", number));
    };
    std::error_code ignored;
    std::filesystem::remove(numbered(m_options.keptFiles), ignored);
    for (int number = m_options.keptFiles; number > 0; --number) {
        std::filesystem::rename(numbered(number - 1), numbered(number), ignored);
    }
    open();
}

void LogFile::write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields)
{
    if (level < m_options.level) {
        return;
    }
    json::Arena arena;
    json::ObjectBuilder line(arena);
    line.set("at", formatRfc3339(m_clock.now())).set("level", levelName(level)).set("message", message);
    for (const LogField& field : fields) {
        const bool secret = Redactor::namesCredential(field.key);
        line.set(field.key, secret ? std::string(kRedacted) : m_redactor.text(field.value));
    }
    std::string text;
    json::writeTo(text, line.build());
    text.push_back('\n');

    const std::scoped_lock lock(m_mutex);
    if (m_file && m_bytes > 0 && m_bytes + text.size() > m_options.maxBytes) {
        rotate();
    }
    const bool kept = m_file && std::fwrite(text.data(), 1, text.size(), m_file.get()) == text.size()
                      && std::fflush(m_file.get()) == 0;
    m_bytes += kept ? text.size() : 0;
    if (m_options.toStandardError || !kept) {
        std::fwrite(text.data(), 1, text.size(), stderr); // NOLINT(cert-err33-c)
    }
}

} // namespace gatehouse::observe
