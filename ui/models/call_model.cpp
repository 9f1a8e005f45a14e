// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/call_model.h"

namespace gatehouse::ui {

CallModel::CallModel(const Directory& directory, const DisplayZone& zone, const Clock& clock, QObject* parent)
    : LogModel(parent)
    , m_directory(directory)
    , m_zone(zone)
    , m_clock(clock)
{}

void CallModel::append(const std::vector<CallSummary>& calls)
{
    const auto first = m_store.end();
    for (const auto& call : calls) {
        m_store.append(call);
    }
    grown(first);
}

void CallModel::match(const Filter& filter, Numbers range, const ContentVerdicts& verdicts,
                      Sifted& sifted) const
{
    CallRecord record(m_store, m_directory, m_clock.now());
    for (auto number = range.begin; number < range.end; ++number) {
        record.look(m_store.row(number));
        const auto* verdict = verdicts.find(number);
        sifted.add(number, filter.decide(record, verdict != nullptr ? *verdict : ContentVerdict()),
                   verdict != nullptr);
    }
}

std::int64_t CallModel::sortKey(const CallRow& row, int column, const std::vector<std::int64_t>& ranks) const
{
    switch (column) {
    case TimeColumn:
        return toMillis(row.startedAt);
    case StatusColumn:
        return row.status;
    case OperationColumn:
        return ranks[row.operation];
    case CustomerColumn:
        return ranks[row.environment];
    case AccountColumn:
        return ranks[row.account];
    case ProviderColumn:
        return ranks[row.integration];
    case DurationColumn:
        return row.duration.count();
    case UpstreamColumn:
        return row.upstream.count();
    case SizeColumn:
        return row.responseBytes;
    case CategoryColumn:
        return ranks[row.category];
    case KindColumn:
        return ranks[row.kind];
    default:
        return static_cast<std::int64_t>(row.sequence);
    }
}

std::vector<std::int64_t> CallModel::sortKeys(int column, const std::vector<std::uint32_t>& rows) const
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

int CallModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

} // namespace gatehouse::ui
