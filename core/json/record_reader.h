// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/json/document.h"
#include "core/json/parse.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::json {

/// Reads the records of one array in a large JSON text one by one, so that a page of 100 records costs 100
/// small trees whose memory is used again, not one large tree. One thread at a time.
///
///     GH_ASSIGN(auto reader, RecordReader::open(std::move(body), "/results"));
///     Arena arena;
///     for (;;) {
///         arena.reset();
///         GH_ASSIGN(const auto record, reader.next(arena));
///         if (!record) break;
///         …
///     }
class RecordReader
{
public:
    /// Indexes the text and builds everything around the array. An array that is missing, null or of another
    /// type gives a reader without records (see found()). Errors as json::parse; Errc::ParseError also for a
    /// malformed pointer. Errors inside the records show when they are read.
    [[nodiscard]] static Result<RecordReader> open(std::string&& text, std::string_view arrayPointer,
                                                   const ParseLimits& limits = {});

    RecordReader(RecordReader&&) noexcept;
    RecordReader& operator=(RecordReader&&) noexcept;
    ~RecordReader();

    /// Whether there was an array at the pointer.
    [[nodiscard]] bool found() const noexcept;
    /// The text without the records: an empty array stands in their place.
    [[nodiscard]] const Document& rest() const noexcept;
    /// The next record, or nothing after the last one. It points into the arena and into this reader; strings
    /// without escapes stay valid after a reset of the arena. After an error, always the same error.
    [[nodiscard]] Result<std::optional<Value>> next(Arena& arena);
    /// The exact bytes of the record that next() gave last.
    [[nodiscard]] std::string_view currentText() const noexcept;
    /// Starts again at the first record.
    void rewind() noexcept;

private:
    struct Impl;
    explicit RecordReader(std::unique_ptr<Impl> impl) noexcept;

    std::unique_ptr<Impl> m_impl;
};

} // namespace gatehouse::json
