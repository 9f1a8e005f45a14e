// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/payloads/segment.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <system_error>
#include <utility>

namespace gatehouse::store::payloads {
namespace {

constexpr std::uint32_t kMagic = 0x31504847; // "GHP1"
constexpr std::string_view kRef = "pay_";
constexpr std::string_view kSuffix = ".segment";
constexpr int kMostGuesses = 64; ///< Of where a whole body begins behind damage, in one segment.
constexpr std::uint64_t kLargest = std::uint64_t{256} << 20U;

/// What stands before each body, in the byte order of the machine: segments are not carried between machines.
struct Header
{
    std::uint32_t magic = kMagic;
    std::uint32_t length = 0;
    std::uint32_t checksum = 0;    ///< Of the body.
    std::uint32_t ownChecksum = 0; ///< Of the fields above.
};

static_assert(sizeof(Header) == 16);

std::uint32_t ownChecksumOf(const Header& header)
{
    return crc32c({reinterpret_cast<const char*>(&header), sizeof(Header) - sizeof(std::uint32_t)});
}

using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr Tables makeTables()
{
    Tables tables{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value >> 1U) ^ ((value & 1U) != 0 ? 0x82f63b78U : 0U);
        }
        tables[0][i] = value;
    }
    for (std::size_t slice = 1; slice < tables.size(); ++slice) {
        for (std::size_t i = 0; i < 256; ++i) {
            const auto before = tables[slice - 1][i];
            tables[slice][i] = (before >> 8U) ^ tables[0][before & 0xffU];
        }
    }
    return tables;
}

constexpr Tables kTables = makeTables();

#if defined(__x86_64__)
/// With the processor's own instruction: ten times as fast as by tables, which at 256 KiB a body is a fifth
/// of all that taking it in costs.
__attribute__((target("sse4.2"))) std::uint32_t crc32cByInstruction(std::string_view bytes) noexcept
{
    std::uint64_t crc = 0xffffffffU;
    while (bytes.size() >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), sizeof(word));
        crc = _mm_crc32_u64(crc, word);
        bytes.remove_prefix(8);
    }
    auto rest = static_cast<std::uint32_t>(crc);
    for (const char byte : bytes) {
        rest = _mm_crc32_u8(rest, static_cast<unsigned char>(byte));
    }
    return rest ^ 0xffffffffU;
}
#endif

tl::unexpected<Error> systemError(std::string_view what, int code)
{
    return fail(Errc::Unavailable,
                fmt::format("{}: {}", what, std::error_code(code, std::generic_category()).message()));
}

Status writeAll(int descriptor, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            return systemError("a webhook's body cannot be written", errno);
        }
        bytes.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
    return {};
}

/// Reads exactly that many bytes; fewer at the end of the file.
std::string readAt(int descriptor, std::uint64_t offset, std::uint64_t size)
{
    std::string bytes(size, '\0');
    std::size_t got = 0;
    while (got < size) {
        const auto count =
            ::pread(descriptor, bytes.data() + got, size - got, static_cast<off_t>(offset + got));
        if (count <= 0) {
            if (count < 0 && errno == EINTR) {
                continue;
            }
            break;
        }
        got += static_cast<std::size_t>(count);
    }
    bytes.resize(got);
    return bytes;
}

class OpenFile
{
public:
    explicit OpenFile(const std::filesystem::path& path)
        : m_descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC))
    {}

    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    ~OpenFile()
    {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }

    [[nodiscard]] int get() const noexcept { return m_descriptor; }

private:
    int m_descriptor;
};

bool headerAt(int descriptor, std::uint64_t offset, Header& header)
{
    const auto head = readAt(descriptor, offset, sizeof(Header));
    if (head.size() != sizeof(Header)) {
        return false;
    }
    std::memcpy(&header, head.data(), sizeof(Header));
    return header.magic == kMagic && header.ownChecksum == ownChecksumOf(header) && header.length <= kLargest;
}

/// The body at that place, or nothing when there is no whole one.
std::optional<std::string> bodyAt(int descriptor, std::uint64_t offset, Header& header)
{
    if (!headerAt(descriptor, offset, header)) {
        return std::nullopt;
    }
    auto body = readAt(descriptor, offset + sizeof(Header), header.length);
    if (body.size() != header.length || crc32c(body) != header.checksum) {
        return std::nullopt;
    }
    return body;
}

/// Where the next whole body begins behind a place where there is none. Where the damaged one ends if its
/// header can be read, else wherever a header stands; looks at a few of these only, because a body may be
/// made to look like many.
std::optional<std::uint64_t> nextBody(int descriptor, std::uint64_t at, std::uint64_t size, int& tries)
{
    Header header;
    if (headerAt(descriptor, at, header)) {
        const auto end = at + sizeof(Header) + header.length;
        if (end < size && bodyAt(descriptor, end, header)) {
            return end;
        }
    }
    constexpr std::uint64_t kWindow = std::uint64_t{1} << 20U;
    const std::string_view magic(reinterpret_cast<const char*>(&kMagic), sizeof(kMagic));
    for (std::uint64_t from = at + 1; from < size; from += kWindow) {
        const auto window = readAt(descriptor, from, std::min(size - from, kWindow + magic.size() - 1));
        for (auto found = window.find(magic); found != std::string::npos;
             found = window.find(magic, found + 1)) {
            if (headerAt(descriptor, from + found, header) && tries-- > 0
                && bodyAt(descriptor, from + found, header)) {
                return from + found;
            }
        }
    }
    return std::nullopt;
}

} // namespace

std::uint32_t crc32c(std::string_view bytes) noexcept
{
#if defined(__x86_64__)
    static const bool byInstruction = __builtin_cpu_supports("sse4.2") != 0;
    if (byInstruction) {
        return crc32cByInstruction(bytes);
    }
#endif
    return crc32cByTables(bytes);
}

std::uint32_t crc32cByTables(std::string_view bytes) noexcept
{
    std::uint32_t crc = 0xffffffffU;
    while (bytes.size() >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), sizeof(word));
        word ^= crc;
        crc = 0;
        for (std::size_t i = 0; i < 8; ++i) {
            crc ^= kTables[7 - i][(word >> (8U * i)) & 0xffU];
        }
        bytes.remove_prefix(8);
    }
    for (const char byte : bytes) {
        crc = (crc >> 8U) ^ kTables[0][(crc ^ static_cast<unsigned char>(byte)) & 0xffU];
    }
    return crc ^ 0xffffffffU;
}

std::string refOf(const Place& place)
{
    return fmt::format("{}{}_{}_{}", kRef, place.segment, place.offset, place.length);
}

std::optional<Place> placeOf(std::string_view ref)
{
    if (!ref.starts_with(kRef)) {
        return std::nullopt;
    }
    ref.remove_prefix(kRef.size());
    std::array<std::uint64_t, 3> numbers{};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto read = std::from_chars(ref.data(), ref.data() + ref.size(), numbers.at(i));
        if (read.ec != std::errc()) {
            return std::nullopt;
        }
        ref.remove_prefix(static_cast<std::size_t>(read.ptr - ref.data()));
        if (i + 1 < numbers.size()) {
            if (!ref.starts_with('_')) {
                return std::nullopt;
            }
            ref.remove_prefix(1);
        }
    }
    return ref.empty() && numbers[2] <= kLargest ? std::optional(Place{numbers[0], numbers[1], numbers[2]})
                                                 : std::nullopt;
}

std::filesystem::path segmentPath(const std::filesystem::path& directory, std::uint64_t segment)
{
    return directory / fmt::format("{:010}{}", segment, kSuffix);
}

std::vector<SegmentFile> listSegments(const std::filesystem::path& directory)
{
    std::vector<SegmentFile> files;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(directory, ignored)) {
        const auto name = entry.path().filename().string();
        SegmentFile file;
        const auto read = std::from_chars(name.data(), name.data() + name.size(), file.number);
        struct stat status = {};
        if (read.ec != std::errc() || std::string_view(read.ptr) != kSuffix
            || ::stat(entry.path().c_str(), &status) != 0) {
            continue;
        }
        file.bytes = status.st_size;
        file.changedAtMillis = status.st_mtim.tv_sec * 1000 + status.st_mtim.tv_nsec / 1'000'000;
        files.push_back(file);
    }
    std::ranges::sort(files, {}, &SegmentFile::number);
    return files;
}

Result<SegmentWriter> SegmentWriter::create(const std::filesystem::path& directory, std::uint64_t segment)
{
    const auto path = segmentPath(directory, segment);
    const int descriptor =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) {
        return systemError("cannot make " + path.string(), errno);
    }
    // The name must survive a power cut as well as the bytes.
    if (const int folder = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
    return SegmentWriter(descriptor, segment);
}

SegmentWriter::SegmentWriter(SegmentWriter&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_segment(other.m_segment)
    , m_bytes(other.m_bytes)
{}

SegmentWriter& SegmentWriter::operator=(SegmentWriter&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_segment, other.m_segment);
    std::swap(m_bytes, other.m_bytes);
    return *this;
}

SegmentWriter::~SegmentWriter()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

Result<Place> SegmentWriter::append(std::string_view body)
{
    if (body.size() > kLargest) {
        return fail(Errc::LimitExceeded, "the body is larger than a segment may hold");
    }
    Header header;
    header.length = static_cast<std::uint32_t>(body.size());
    header.checksum = crc32c(body);
    header.ownChecksum = ownChecksumOf(header);
    const Place place{m_segment, static_cast<std::uint64_t>(m_bytes), body.size()};
    GH_TRY(writeAll(m_descriptor, {reinterpret_cast<const char*>(&header), sizeof(header)}));
    GH_TRY(writeAll(m_descriptor, body));
    m_bytes += static_cast<std::int64_t>(sizeof(header) + body.size());
    return place;
}

Status SegmentWriter::sync()
{
    if (::fdatasync(m_descriptor) != 0) {
        return systemError("webhooks' bodies cannot be made durable", errno);
    }
    return {};
}

Result<std::string> readBody(const std::filesystem::path& directory, const Place& place)
{
    const OpenFile file(segmentPath(directory, place.segment));
    if (file.get() < 0) {
        return fail(Errc::NotFound, "the body was removed: bodies are kept for a time only");
    }
    Header header;
    auto body = bodyAt(file.get(), place.offset, header);
    if (!body || body->size() != place.length) {
        return fail(Errc::Corrupt,
                    fmt::format("the body at {} of segment {} is damaged: its checksum does not "
                                "fit; other bodies are not affected",
                                place.offset, place.segment));
    }
    return std::move(*body);
}

bool isDamaged(const std::filesystem::path& directory, std::uint64_t segment, std::uint64_t offset)
{
    const OpenFile file(segmentPath(directory, segment));
    Header header;
    return file.get() >= 0 && !bodyAt(file.get(), offset, header);
}

Result<SegmentCheck> checkSegment(const std::filesystem::path& directory, std::uint64_t segment)
{
    const OpenFile file(segmentPath(directory, segment));
    struct stat status = {};
    if (file.get() < 0 || ::fstat(file.get(), &status) != 0) {
        return systemError("cannot read segment " + std::to_string(segment), errno);
    }
    const auto size = static_cast<std::uint64_t>(status.st_size);
    SegmentCheck check;
    std::uint64_t at = 0;
    Header header;
    int tries = kMostGuesses;
    while (at < size) {
        if (bodyAt(file.get(), at, header)) {
            at += sizeof(Header) + header.length;
            continue;
        }
        const auto next = nextBody(file.get(), at, size, tries);
        if (!next) {
            check.tornBytes = size - at;
            break;
        }
        while (at < *next) { // One by one, as far as their headers can be read.
            const bool known =
                headerAt(file.get(), at, header) && at + sizeof(Header) + header.length <= *next;
            const auto end = known ? at + sizeof(Header) + header.length : *next;
            check.damaged.push_back({at, end - at});
            at = end;
        }
    }
    return check;
}

} // namespace gatehouse::store::payloads
