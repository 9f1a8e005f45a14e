// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/payloads.h"
#include "core/store/payloads/segment.h"

#include <fmt/format.h>

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace gatehouse::store {
namespace {

using namespace payloads;

constexpr std::chrono::milliseconds kNeverRemoved = std::chrono::hours(1);
constexpr std::size_t kMostDamages = 100; ///< Remembered, and looked at again each time they are counted.

/// Things of one kind for one thread, taken in batches. Thread-safe.
template <class T>
class Queue
{
public:
    void push(T item)
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_items.push_back(std::move(item));
        }
        m_wake.notify_one();
    }

    /// Everything that waits; blocks for the first. Empty: closed and done.
    [[nodiscard]] std::vector<T> take()
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return !m_items.empty() || m_closed; });
        return std::exchange(m_items, {});
    }

    void close()
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_closed = true;
        }
        m_wake.notify_one();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::vector<T> m_items;
    bool m_closed = false;
};

/// One thread appends and syncs in groups; another reads and removes, so that neither waits for the other.
class SegmentPayloads final : public Payloads
{
public:
    explicit SegmentPayloads(PayloadOptions options)
        : m_options(std::move(options))
    {
        const auto segments = listSegments(m_options.directory);
        m_next = segments.empty() ? 1 : segments.back().number + 1;
        if (!segments.empty()) {
            checkLast(segments.back().number);
        }
        m_writer = std::thread([this] { writeLoop(); });
        m_reader = std::thread([this] { readLoop(); });
    }

    ~SegmentPayloads() override
    {
        m_appends.close();
        m_tasks.close();
        m_writer.join();
        m_reader.join();
    }

    void append(std::string body, runtime::Executor& answerOn, Completion<std::string> done) override
    {
        m_appends.push({std::move(body), &answerOn, std::move(done), {}});
    }

    void read(std::string ref, Completion<std::string> done) override
    {
        later<std::string>(
            [this, ref = std::move(ref)]() -> Result<std::string> {
                const auto place = placeOf(ref);
                if (!place) {
                    return fail(Errc::InvalidArgument, "\"" + ref + "\" is not the ref of a kept body");
                }
                auto body = readBody(m_options.directory, *place);
                if (!body && body.error().code == Errc::Corrupt) {
                    noteDamage(place->segment, {place->offset, place->length});
                    log(LogLevel::Error, "a webhook's body is damaged",
                        {{"ref", ref}, {"reason", body.error().message}});
                }
                return body;
            },
            std::move(done));
    }

    void prune(UnixMillis now, std::vector<std::string> needed, Completion<std::int64_t> done) override
    {
        later<std::int64_t>(
            [this, now, needed = std::move(needed)]() -> Result<std::int64_t> { return pruned(now, needed); },
            std::move(done));
    }

    void setLimits(std::chrono::hours maxAge, std::int64_t maxBytes) override
    {
        // On the thread that prunes: nobody else looks at them.
        m_tasks.push([this, maxAge, maxBytes] {
            m_options.maxAge = maxAge;
            m_options.maxBytes = maxBytes;
        });
    }

    void usage(Completion<PayloadUsage> done) override
    {
        later<PayloadUsage>(
            [this]() -> Result<PayloadUsage> {
                PayloadUsage usage;
                for (const auto& file : listSegments(m_options.directory)) {
                    usage.oldest = usage.segments == 0 ? fromMillis(file.changedAtMillis) : usage.oldest;
                    usage.bytes += file.bytes;
                    ++usage.segments;
                }
                lookAtDamage(usage);
                usage.tornBytes = m_tornBytes;
                return usage;
            },
            std::move(done));
    }

private:
    struct Append
    {
        std::string body;
        runtime::Executor* answerOn = nullptr;
        Completion<std::string> done;
        std::optional<Result<std::string>> result;
    };

    void log(LogLevel level, std::string_view what, std::initializer_list<LogField> fields)
    {
        if (m_options.log != nullptr) {
            m_options.log->write(level, what, fields);
        }
    }

    /// Says what a crash cut short, of which nothing was acknowledged (an answer comes after the sync), and
    /// what was damaged since it was whole.
    void checkLast(std::uint64_t segment)
    {
        const auto check = checkSegment(m_options.directory, segment);
        if (!check) {
            return;
        }
        for (const auto& damage : check->damaged) {
            noteDamage(segment, damage);
            log(LogLevel::Error, "the last segment of webhooks' bodies is damaged",
                {{"segment", std::to_string(segment)},
                 {"offset", std::to_string(damage.offset)},
                 {"bytes", std::to_string(damage.bytes)}});
        }
        m_tornBytes = check->tornBytes;
        if (m_tornBytes > 0) {
            log(LogLevel::Warning, "the last segment of webhooks' bodies ends in damaged bytes",
                {{"segment", std::to_string(segment)}, {"bytes", std::to_string(m_tornBytes)}});
        }
    }

    void noteDamage(std::uint64_t segment, const Damage& damage)
    {
        if (m_damaged.size() < kMostDamages) {
            m_damaged.insert_or_assign({segment, damage.offset}, damage.bytes);
        }
    }

    /// Counts what is still damaged: a disk may read again, and files be mended or removed.
    void lookAtDamage(PayloadUsage& usage)
    {
        std::erase_if(m_damaged, [this](const auto& damage) {
            const auto& [segment, offset] = damage.first;
            return !isDamaged(m_options.directory, segment, offset);
        });
        usage.damagedBodies = m_damaged.size();
        for (const auto& [place, bytes] : m_damaged) {
            usage.damagedBytes += bytes;
        }
    }

    template <class T>
    void later(std::function<Result<T>()> work, Completion<T> done)
    {
        m_tasks.push(
            [this, work = std::move(work), answer = std::make_shared<Completion<T>>(std::move(done))] {
                m_options.executor->post([answer, result = std::make_shared<Result<T>>(work())] {
                    (*answer)(std::move(*result));
                });
            });
    }

    void readLoop()
    {
        pthread_setname_np(pthread_self(), "payload-reader");
        for (auto tasks = m_tasks.take(); !tasks.empty(); tasks = m_tasks.take()) {
            for (const auto& task : tasks) {
                task();
            }
        }
    }

    void writeLoop()
    {
        pthread_setname_np(pthread_self(), "payload-writer");
        for (auto group = m_appends.take(); !group.empty(); group = m_appends.take()) {
            write(group);
            answer(std::move(group));
        }
    }

    [[nodiscard]] Status openSegment()
    {
        const auto now = m_options.clock->steady();
        if (m_segment && m_segment->bytes() < m_options.segmentBytes
            && now - m_openedAt < m_options.segmentAge) {
            return {};
        }
        m_segment.reset();
        GH_ASSIGN(auto segment, SegmentWriter::create(m_options.directory, m_next));
        ++m_next;
        m_segment.emplace(std::move(segment));
        m_holdsBodies = false;
        m_openedAt = now;
        return {};
    }

    void write(std::vector<Append>& group)
    {
        auto status = openSegment();
        for (auto& item : group) {
            if (status) {
                const auto place = m_segment->append(item.body);
                item.result = place ? Result<std::string>(refOf(*place)) : fail(place.error());
                status = place ? Status() : Status(fail(place.error()));
            } else {
                item.result = fail(status.error());
            }
            item.body = {};
        }
        const auto synced = m_segment ? m_segment->sync() : Status(fail(status.error()));
        for (auto& item : group) {
            if (!synced && *item.result) {
                item.result = fail(synced.error());
            }
            m_holdsBodies = m_holdsBodies || *item.result;
        }
        if (!status || !synced) {
            // What a failed write or sync left behind cannot be trusted (fsync does not report twice): the
            // next body starts a new file. A full disk must not collect files with nothing in them.
            if (m_segment && !m_holdsBodies) {
                std::error_code ignored;
                std::filesystem::remove(segmentPath(m_options.directory, m_next - 1), ignored);
            }
            m_segment.reset();
            log(LogLevel::Error, "webhooks' bodies cannot be kept",
                {{"reason", status ? synced.error().message : status.error().message}});
        }
    }

    /// One message for each thread that waits.
    static void answer(std::vector<Append> group)
    {
        std::map<runtime::Executor*, std::shared_ptr<std::vector<Append>>> waiting;
        for (auto& item : group) {
            auto& list = waiting[item.answerOn];
            list = list ? list : std::make_shared<std::vector<Append>>();
            list->push_back(std::move(item));
        }
        for (const auto& [executor, items] : waiting) {
            executor->post([items = items] {
                for (auto& item : *items) {
                    item.done(std::move(*item.result));
                }
            });
        }
    }

    [[nodiscard]] std::int64_t pruned(UnixMillis now, const std::vector<std::string>& needed)
    {
        const auto files = listSegments(m_options.directory);
        std::set<std::uint64_t> kept;
        for (const auto& ref : needed) {
            if (const auto place = placeOf(ref)) {
                kept.insert(place->segment);
            }
        }
        std::int64_t total = 0;
        for (const auto& file : files) {
            total += file.bytes;
        }
        std::int64_t removed = 0;
        for (const auto& file : files) {
            const auto age = now - fromMillis(file.changedAtMillis);
            const bool tooOld = age > m_options.maxAge;
            const bool tooMuch = total - removed > m_options.maxBytes && age > kNeverRemoved;
            if ((!tooOld && !tooMuch) || file.number + 1 >= m_next || kept.contains(file.number)) {
                continue;
            }
            std::error_code failed;
            std::filesystem::remove(segmentPath(m_options.directory, file.number), failed);
            removed += failed ? 0 : file.bytes;
        }
        return removed;
    }

    PayloadOptions m_options;
    std::atomic<std::uint64_t> m_next{1}; ///< Number of the next segment.
    std::optional<SegmentWriter> m_segment;
    SteadyTime m_openedAt;
    bool m_holdsBodies = false; ///< m_segment has acknowledged ones.
    /// Bytes by segment and offset. The thread that reads, after the start.
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t> m_damaged;
    std::uint64_t m_tornBytes = 0;
    Queue<Append> m_appends;
    Queue<std::function<void()>> m_tasks;
    std::thread m_writer; ///< Last: they use everything above.
    std::thread m_reader;
};

} // namespace

Result<std::unique_ptr<Payloads>> openPayloads(const PayloadOptions& options)
{
    std::error_code failed;
    std::filesystem::create_directories(options.directory, failed);
    if (failed) {
        return fail(Errc::Unavailable,
                    fmt::format("cannot make {}: {}", options.directory.string(), failed.message()));
    }
    std::filesystem::permissions(options.directory, std::filesystem::perms::owner_all, failed);
    return std::make_unique<SegmentPayloads>(options);
}

} // namespace gatehouse::store
