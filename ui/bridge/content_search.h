// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "ui/bridge/workers.h"
#include "ui/filter/content_match.h"

#include <QObject>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::ui {

/// Reads the content of rows, in the order of the ids; what cannot be read is in the answer and says so.
/// Called on the GUI thread, answered on any.
using ReadContents = std::function<void(std::vector<std::string> ids, ContentGather::Done done)>;

/// Looks into the content of many rows off the GUI thread: one batch is read through the gateway while the
/// one before is searched by a worker, so memory holds two batches however long the list. Lives on the GUI
/// thread.
class ContentSearch : public QObject
{
    Q_OBJECT

public:
    /// How much the owner should hand out at once, so that an answer takes some milliseconds.
    static constexpr std::size_t kBatchRows = 64;
    static constexpr std::int64_t kBatchBytes = std::int64_t{4} << 20U;

    struct Row
    {
        std::uint32_t number = 0; ///< The owner's own.
        std::string id;
    };

    struct Looked
    {
        std::uint32_t number = 0;
        ContentVerdict verdict;
    };

    /// Hands out the next rows to be looked into; none: there are no more for now.
    using Take = std::function<std::vector<Row>()>;

    ContentSearch(ReadContents read, Mailbox& mailbox, Workers& workers, const Clock& clock,
                  QObject* parent = nullptr);
    ~ContentSearch() override;

    /// Ends the one before at once.
    void start(std::shared_ptr<const ContentTerms> terms, Take take);
    /// What is under way is thrown away, and no longer worked on.
    void stop();
    /// There may be more to take.
    void goOn();

    [[nodiscard]] bool running() const noexcept { return m_run != nullptr && m_run->underWay > 0; }

    /// Reads what rows hold, for other purposes than a search; answered on the GUI thread while the receiver
    /// lives.
    void read(std::vector<std::string> ids, QObject* receiver, ContentGather::Done done) const;

Q_SIGNALS:
    /// Rows of one batch, each with its verdict; valid during the call. running() tells whether more come.
    void looked(const std::vector<gatehouse::ui::ContentSearch::Looked>& rows);

private:
    struct Run
    {
        std::shared_ptr<const ContentTerms> terms;
        Take take;
        std::atomic<bool> stopped = false;
        int underWay = 0; ///< Batches.
    };

    using RunPtr = std::shared_ptr<Run>;

    void ask();
    void onRead(const RunPtr& run, std::vector<Row> rows, std::vector<RecordedContent> contents);
    void onLooked(const RunPtr& run, const std::vector<Looked>& rows);

    ReadContents m_read;
    Mailbox& m_mailbox;
    Workers& m_workers;
    const Clock& m_clock;
    RunPtr m_run;
};

} // namespace gatehouse::ui
