// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace gatehouse::ctl {
namespace {

void write(std::FILE* stream, std::string_view text)
{
    [[maybe_unused]] const auto written = std::fwrite(text.data(), 1, text.size(), stream);
}

/// Code points of UTF-8 text: close enough to columns for names and ids.
std::size_t width(std::string_view text)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

struct CloseFile
{
    void operator()(std::FILE* file) const
    {
        if (file != stdin) {
            std::fclose(file); // NOLINT(cert-err33-c): it was only read
        }
    }
};

} // namespace

void print(std::string_view text)
{
    write(stdout, text);
}

void complain(std::string_view line)
{
    write(stderr, line);
    write(stderr, "\n");
}

void complain(const Error& error)
{
    complain(fmt::format("gatehousectl: {}", error.describe()));
}

std::string textTable(const std::vector<std::vector<std::string>>& rows)
{
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], width(row[i]));
        }
    }
    std::string out;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            out += row[i];
            if (i + 1 < row.size()) {
                out.append(widths[i] - width(row[i]) + 2, ' ');
            }
        }
        out += '\n';
    }
    return out;
}

Result<std::string> readInput(const std::string& file, std::size_t maxBytes)
{
    const std::unique_ptr<std::FILE, CloseFile> in(file == "-" ? stdin : std::fopen(file.c_str(), "rb"));
    if (!in) {
        return fail(Error{Errc::NotFound, std::strerror(errno), file, {}, {}});
    }
    std::string text;
    std::string piece(std::size_t{64} << 10U, '\0');
    while (const auto got = std::fread(piece.data(), 1, piece.size(), in.get())) {
        text.append(piece, 0, got);
        if (text.size() > maxBytes) {
            return fail(Error{Errc::LimitExceeded,
                              fmt::format("it is larger than the {} MiB that are read", maxBytes >> 20U),
                              file,
                              {},
                              {}});
        }
    }
    if (std::ferror(in.get()) != 0) {
        return fail(Error{
            Errc::Unavailable, fmt::format("it cannot be read: {}", std::strerror(errno)), file, {}, {}});
    }
    return text;
}

} // namespace gatehouse::ctl
