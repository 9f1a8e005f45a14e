// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/content_search.h"

#include <utility>

namespace gatehouse::ui {

namespace {

constexpr int kBatchesUnderWay = 2; // one is read, one is searched

} // namespace

ContentSearch::ContentSearch(ReadContents read, Mailbox& mailbox, Workers& workers, const Clock& clock,
                             QObject* parent)
    : QObject(parent)
    , m_read(std::move(read))
    , m_mailbox(mailbox)
    , m_workers(workers)
    , m_clock(clock)
{}

ContentSearch::~ContentSearch()
{
    stop();
}

void ContentSearch::start(std::shared_ptr<const ContentTerms> terms, Take take)
{
    stop();
    m_run = std::make_shared<Run>();
    m_run->terms = std::move(terms);
    m_run->take = std::move(take);
    ask();
}

void ContentSearch::stop()
{
    if (m_run) {
        m_run->stopped = true;
        m_run.reset();
    }
}

void ContentSearch::goOn()
{
    if (m_run) {
        ask();
    }
}

void ContentSearch::ask()
{
    const auto run = m_run; // an answer that comes at once may end it
    while (run == m_run && run->underWay < kBatchesUnderWay) {
        auto rows = run->take();
        if (rows.empty()) {
            return;
        }
        ++run->underWay;
        std::vector<std::string> ids;
        for (const auto& row : rows) {
            ids.push_back(row.id);
        }
        read(std::move(ids), this,
             [this, run, rows = std::move(rows)](std::vector<RecordedContent> contents) {
                 onRead(run, rows, std::move(contents));
             });
    }
}

void ContentSearch::read(std::vector<std::string> ids, QObject* receiver, ContentGather::Done done) const
{
    m_read(std::move(ids), [post = m_mailbox.poster(), guard = QPointer<QObject>(receiver),
                            done = std::move(done)](std::vector<RecordedContent> contents) {
        auto kept = std::make_shared<std::vector<RecordedContent>>(std::move(contents));
        post([guard, done, kept = std::move(kept)] {
            if (guard) {
                done(std::move(*kept));
            }
        });
    });
}

void ContentSearch::onRead(const RunPtr& run, std::vector<Row> rows, std::vector<RecordedContent> contents)
{
    if (run != m_run) {
        return;
    }
    m_workers.run(
        this,
        [run, clock = &m_clock, rows = std::move(rows), contents = std::move(contents)] {
            const ContentMatcher matcher(run->terms, *clock, [run] { return run->stopped.load(); });
            std::vector<Looked> out;
            for (std::size_t i = 0; i < rows.size() && !run->stopped; ++i) {
                out.push_back({rows[i].number, matcher.look(contents[i])});
            }
            return out;
        },
        [this, run](const std::vector<Looked>& looked) { onLooked(run, looked); });
}

void ContentSearch::onLooked(const RunPtr& run, const std::vector<Looked>& rows)
{
    if (run != m_run) {
        return;
    }
    --run->underWay;
    ask();
    Q_EMIT
    looked(rows);
}

} // namespace gatehouse::ui
