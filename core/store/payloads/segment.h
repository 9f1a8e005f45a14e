// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::store::payloads {

/// CRC-32C (Castagnoli, RFC 3720 appendix B.4).
[[nodiscard]] std::uint32_t crc32c(std::string_view bytes) noexcept;
/// The same on processors without an instruction for it.
[[nodiscard]] std::uint32_t crc32cByTables(std::string_view bytes) noexcept;

/// Where one body stands.
struct Place
{
    std::uint64_t segment = 0;
    std::uint64_t offset = 0; ///< Of its header.
    std::uint64_t length = 0; ///< Of the body.
};

/// "pay_<segment>_<offset>_<length>" and back.
[[nodiscard]] std::string refOf(const Place& place);
[[nodiscard]] std::optional<Place> placeOf(std::string_view ref);

[[nodiscard]] std::filesystem::path segmentPath(const std::filesystem::path& directory,
                                                std::uint64_t segment);

struct SegmentFile
{
    std::uint64_t number = 0;
    std::int64_t bytes = 0;
    std::int64_t changedAtMillis = 0;
};

/// Oldest first. What is no segment is left alone.
[[nodiscard]] std::vector<SegmentFile> listSegments(const std::filesystem::path& directory);

/// An append-only file of bodies, each behind a header with its length and checksum. One thread.
class SegmentWriter
{
public:
    /// The file must not be there. Unavailable with the system's words.
    [[nodiscard]] static Result<SegmentWriter> create(const std::filesystem::path& directory,
                                                      std::uint64_t segment);
    SegmentWriter(SegmentWriter&& other) noexcept;
    SegmentWriter& operator=(SegmentWriter&& other) noexcept;
    SegmentWriter(const SegmentWriter&) = delete;
    SegmentWriter& operator=(const SegmentWriter&) = delete;
    ~SegmentWriter();

    /// Written, not yet durable.
    [[nodiscard]] Result<Place> append(std::string_view body);
    /// Everything appended so far is on the disk.
    [[nodiscard]] Status sync();

    [[nodiscard]] std::int64_t bytes() const noexcept { return m_bytes; }

private:
    SegmentWriter(int descriptor, std::uint64_t segment)
        : m_descriptor(descriptor)
        , m_segment(segment)
    {}

    int m_descriptor = -1;
    std::uint64_t m_segment = 0;
    std::int64_t m_bytes = 0;
};

/// NotFound: no such segment. Corrupt: header or checksum do not fit.
[[nodiscard]] Result<std::string> readBody(const std::filesystem::path& directory, const Place& place);

/// False also when there is no such segment any more.
[[nodiscard]] bool isDamaged(const std::filesystem::path& directory, std::uint64_t segment,
                             std::uint64_t offset);

/// A stretch of a segment that is no whole body.
struct Damage
{
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
};

struct SegmentCheck
{
    std::vector<Damage> damaged; ///< With whole bodies behind them: they were whole once.
    std::uint64_t tornBytes = 0; ///< At the end: a write that power or a kill cut short.
};

/// Reads a whole segment.
[[nodiscard]] Result<SegmentCheck> checkSegment(const std::filesystem::path& directory,
                                                std::uint64_t segment);

} // namespace gatehouse::store::payloads
