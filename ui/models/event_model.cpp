// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/event_model.h"

namespace gatehouse::ui {

EventModel::EventModel(const Directory& directory, const DisplayZone& zone, const Clock& clock,
                       QObject* parent)
    : LogModel(parent)
    , m_directory(directory)
    , m_zone(zone)
    , m_clock(clock)
{}

void EventModel::put(const std::vector<WebhookEvent>& events, const std::vector<RejectedWebhook>& rejected)
{
    const auto first = m_store.end();
    std::vector<std::uint32_t> known;
    for (const auto& event : events) {
        if (const auto number = m_store.put(event); number && *number < first) {
            known.push_back(*number);
        }
    }
    for (const auto& request : rejected) {
        m_store.put(request);
    }
    for (const auto number : known) {
        if (number >= m_store.begin()) {
            changed(number);
        }
    }
    if (m_store.end() != first) {
        grown(first);
    }
}

void EventModel::note(const std::vector<Delivery>& deliveries)
{
    for (const auto& delivery : deliveries) {
        if (const auto number = m_store.note(delivery)) {
            changed(*number);
        }
    }
}

void EventModel::tag(const std::string& id, EventTag tag, bool on)
{
    if (const auto number = m_store.tag(id, tag, on)) {
        changed(*number);
    }
}

void EventModel::match(const Filter& filter, Numbers range, const ContentVerdicts& verdicts,
                       Sifted& sifted) const
{
    EventRecord record(m_store, m_directory, m_clock.now());
    for (auto number = range.begin; number < range.end; ++number) {
        record.look(m_store.row(number));
        const auto* verdict = verdicts.find(number);
        sifted.add(number, filter.decide(record, verdict != nullptr ? *verdict : ContentVerdict()),
                   verdict != nullptr);
    }
}

std::int64_t EventModel::sortKey(const EventRow& row, int column,
                                 const std::vector<std::int64_t>& ranks) const
{
    switch (column) {
    case TimeColumn:
        return toMillis(row.receivedAt);
    case ProviderColumn:
        return ranks[row.integration];
    case TopicColumn:
        return ranks[row.type];
    case CustomerColumn:
        return ranks[row.environment];
    case VerifiedColumn:
        return row.refused ? 0 : 1;
    case AckColumn:
        return row.answerMicros;
    case StateColumn:
        return row.refused ? -1 : static_cast<std::int64_t>(row.state);
    case EventColumn:
        return ranks[row.event];
    case RecordsColumn:
        return row.records;
    case SizeColumn:
        return row.payloadBytes;
    case DuplicatesColumn:
        return row.duplicates;
    case TriesColumn:
        return row.tries;
    case TagsColumn:
        return row.tags;
    case AccountColumn:
        return ranks[row.account];
    case ErrorColumn:
        return ranks[row.error];
    default:
        return static_cast<std::int64_t>(row.sequence);
    }
}

std::vector<std::int64_t> EventModel::sortKeys(int column, const std::vector<std::uint32_t>& rows) const
{
    std::vector<std::string> texts;
    for (std::uint32_t id = 0; id < m_store.pool().size(); ++id) {
        const auto& text = m_store.text(id);
        texts.push_back(column == CustomerColumn  ? m_directory.environmentName(text)
                        : column == AccountColumn ? m_directory.accountTitle(text)
                                                  : text);
    }
    const auto ranks = textRanks(texts);
    std::vector<std::int64_t> keys;
    keys.reserve(rows.size());
    for (const auto number : rows) {
        keys.push_back(sortKey(m_store.row(number), column, ranks));
    }
    return keys;
}

int EventModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

} // namespace gatehouse::ui
