// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/account_model.h"

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>
#include <unordered_map>

namespace gatehouse::ui {

namespace {

constexpr std::uint32_t kSlice = 8'192; // accounts looked at in one turn of the event loop

// The internalId of a top-level row is its number, that of an account under a customer is the customer's
// number with this bit. A constant for all top-level rows would do as well if Qt's hash of an index were not
// row * 16 + id: ten thousand unfolded customers would then share a sixteenth of the hash's places, and
// unfolding them took 170 ms.
constexpr quintptr kMember = quintptr{1} << 62;

bool isMember(const QModelIndex& index)
{
    return (index.internalId() & kMember) != 0;
}

} // namespace

/// What the order is made of; texts have become their rank.
struct AccountModel::Entry
{
    std::int64_t group = 0;
    std::int64_t key = 0;
    std::uint32_t place = 0;

    friend auto operator<=>(const Entry&, const Entry&) = default;
};

AccountModel::AccountModel(const Directory& directory, const AccountActivity& activity, const NodeState& node,
                           const DisplayZone& zone, const Clock& clock, QObject* parent)
    : QAbstractItemModel(parent)
    , m_directory(directory)
    , m_activity(activity)
    , m_node(node)
    , m_zone(zone)
    , m_clock(clock)
{
    m_slices.setInterval(0);
    connect(&m_slices, &QTimer::timeout, this, &AccountModel::slice);
    m_soon.setSingleShot(true);
    m_soon.setInterval(kGather);
    connect(&m_soon, &QTimer::timeout, this, &AccountModel::restart);
}

void AccountModel::changeSoon()
{
    // The places that were gathered may be others now.
    if (busy()) {
        m_next.clear();
        m_scanned = 0;
    }
    if (m_rows.empty()) {
        restart();
    } else if (!m_soon.isActive()) {
        m_soon.start();
    }
}

void AccountModel::setFilter(const Filter& filter)
{
    m_filter = filter;
    restart();
}

void AccountModel::setGrouped(bool grouped)
{
    m_grouped = grouped;
    restart();
}

void AccountModel::setHidden(std::unordered_set<std::string> hidden)
{
    m_hidden = std::move(hidden);
    restart();
}

void AccountModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    restart();
}

void AccountModel::restart()
{
    m_soon.stop();
    m_next.clear();
    m_scanned = 0;
    m_slices.start();
    slice(); // a short list is done before the next paint
}

void AccountModel::slice()
{
    const auto& accounts = m_directory.accounts();
    const auto end = std::min(static_cast<std::uint32_t>(accounts.size()), m_scanned + kSlice);
    AccountRecord record(m_directory, m_activity, m_clock.now());
    for (; m_scanned < end; ++m_scanned) {
        record.look(accounts[m_scanned]);
        if (m_filter.matches(record) && !m_hidden.contains(accounts[m_scanned].id)) {
            m_next.push_back(m_scanned);
        }
    }
    if (m_scanned >= accounts.size()) {
        finish();
    }
    Q_EMIT
    countsChanged();
}

void AccountModel::finish()
{
    m_slices.stop();
    auto next = arrange();
    const bool sameRows = next.rows.size() == m_rows.size() && next.groups.size() == m_groups.size()
                          && std::equal(next.rows.begin(), next.rows.end(), m_rows.begin(),
                                        [](const Row& a, const Row& b) { return a.id == b.id; })
                          && std::equal(next.groups.begin(), next.groups.end(), m_groups.begin(),
                                        [](const Group& a, const Group& b) {
                                            return a.environmentId == b.environmentId && a.count == b.count;
                                        });
    if (sameRows) {
        paintChanged(next);
        return;
    }
    beginResetModel();
    m_rows = std::move(next.rows);
    m_groups = std::move(next.groups);
    m_next.clear();
    endResetModel();
}

void AccountModel::paintChanged(const Result& next)
{
    const auto old = std::exchange(m_rows, next.rows);
    const auto changed = [&](std::uint32_t row) { return old[row].print != m_rows[row].print; };
    if (m_groups.empty()) {
        for (std::uint32_t row = 0; row < m_rows.size(); ++row) {
            if (changed(row)) {
                Q_EMIT
                dataChanged(index(static_cast<int>(row), 0), index(static_cast<int>(row), ColumnCount - 1));
            }
        }
        return;
    }
    for (std::size_t at = 0; at < m_groups.size(); ++at) {
        const auto& group = m_groups[at];
        bool any = false;
        for (std::uint32_t row = group.first; row < group.first + group.count && !any; ++row) {
            any = changed(row);
        }
        if (any) {
            const auto parent = index(static_cast<int>(at), 0);
            Q_EMIT
            dataChanged(index(0, 0, parent),
                        index(static_cast<int>(group.count) - 1, ColumnCount - 1, parent));
            Q_EMIT
            dataChanged(parent, parent.siblingAtColumn(ColumnCount - 1));
        }
    }
}

AccountModel::Result AccountModel::arrange() const
{
    const auto& accounts = m_directory.accounts();
    std::vector<Entry> entries;
    entries.reserve(m_next.size());
    for (const auto place : m_next) {
        entries.push_back({0, 0, place});
    }
    setKeys(entries);
    std::sort(entries.begin(), entries.end());
    Result result;
    result.rows.reserve(entries.size());
    for (const auto& entry : entries) {
        const auto& account = accounts[entry.place];
        if (m_grouped
            && (result.groups.empty() || result.groups.back().environmentId != account.environmentId)) {
            result.groups.push_back(
                {account.environmentId, static_cast<std::uint32_t>(result.rows.size()), 0});
        }
        if (m_grouped) {
            ++result.groups.back().count;
        }
        result.rows.push_back({account.id, entry.place, printOf(account)});
    }
    return result;
}

void AccountModel::setKeys(std::vector<Entry>& entries) const
{
    const auto& accounts = m_directory.accounts();
    const bool byText = m_sortColumn == NameColumn || m_sortColumn == ProviderColumn
                        || m_sortColumn == CustomerColumn || m_sortColumn == ErrorColumn
                        || m_sortColumn == AuthColumn || m_sortColumn == IdColumn;
    const std::int64_t sign = m_sortOrder == Qt::AscendingOrder ? 1 : -1;
    const auto ranked = [&](auto textOf, auto member) {
        std::map<std::string_view, std::int64_t> ranks;
        for (const auto& entry : entries) {
            ranks.emplace(textOf(accounts[entry.place]), 0);
        }
        std::int64_t rank = 0;
        for (auto& [text, number] : ranks) {
            number = ++rank;
        }
        for (auto& entry : entries) {
            entry.*member = sign * ranks.at(textOf(accounts[entry.place]));
        }
    };
    if (m_grouped) {
        // Customers of the same name stay apart: the id decides.
        std::map<std::pair<std::string_view, std::string_view>, std::int64_t> ranks;
        for (const auto& entry : entries) {
            const auto& id = accounts[entry.place].environmentId;
            ranks.emplace(std::pair<std::string_view, std::string_view>(m_directory.environmentName(id), id),
                          0);
        }
        std::unordered_map<std::string_view, std::int64_t> byId;
        std::int64_t rank = 0;
        for (const auto& [name, unused] : ranks) {
            byId.emplace(name.second, ++rank);
        }
        const std::int64_t direction = m_sortColumn == NameColumn ? sign : 1;
        for (auto& entry : entries) {
            entry.group = direction * byId.at(accounts[entry.place].environmentId);
        }
    }
    if (byText) {
        ranked([this](const Account& account) { return sortText(account); }, &Entry::key);
        return;
    }
    for (auto& entry : entries) {
        entry.key = sign * sortNumber(accounts[entry.place]);
    }
}

std::string_view AccountModel::sortText(const Account& account) const
{
    switch (m_sortColumn) {
    case CustomerColumn:
        return m_directory.environmentName(account.environmentId);
    case ProviderColumn:
        return m_directory.integrationLabel(account.integration);
    case ErrorColumn: {
        const auto* facts = m_activity.of(account.id);
        return facts != nullptr ? std::string_view(facts->lastError) : std::string_view();
    }
    case AuthColumn:
        return account.authKind;
    case IdColumn:
        return account.id;
    default:
        return account.label;
    }
}

std::int64_t AccountModel::sortNumber(const Account& account) const
{
    constexpr std::int64_t kLast = 1'000'000'000'000'000;
    switch (m_sortColumn) {
    case StateColumn:
        return -lookGravity(lookOf(account));
    case ExpiresColumn:
        return account.tokenExpiresAt ? toMillis(*account.tokenExpiresAt) : kLast;
    case SuccessColumn:
        return account.lastSuccessAt ? -toMillis(*account.lastSuccessAt) : kLast;
    case QuotaColumn: {
        const auto tightest = m_node.tightestOf(account.id);
        return tightest ? 1000 * *tightest->limit.remaining / *tightest->limit.limit : kLast;
    }
    case KindColumn:
        return account.sandbox ? 1 : 0;
    case CreatedColumn:
        return toMillis(account.createdAt);
    case OverridesColumn: {
        const auto* facts = m_activity.of(account.id);
        return facts == nullptr
                   ? 0
                   : -static_cast<std::int64_t>(facts->environmentOverrides + facts->ownOverrides);
    }
    default:
        return 0;
    }
}

std::size_t AccountModel::printOf(const Account& account) const
{
    const auto* facts = m_activity.of(account.id);
    std::size_t print = std::hash<std::string>{}(account.label);
    const auto mix = [&print](std::size_t more) { print = print * 1'099'511'628'211ULL ^ more; };
    mix(static_cast<std::size_t>(account.status));
    mix(std::hash<std::string>{}(account.statusReason));
    mix(static_cast<std::size_t>(account.lastSuccessAt ? toMillis(*account.lastSuccessAt) : 0));
    mix(static_cast<std::size_t>(account.tokenExpiresAt ? toMillis(*account.tokenExpiresAt) : 0));
    mix(facts != nullptr ? facts->calls : 0);
    mix(facts != nullptr && facts->refreshing ? 1 : 0);
    mix(facts != nullptr ? facts->environmentOverrides * 1'000 + facts->ownOverrides : 0);
    return print;
}

const Account* AccountModel::accountOf(const Row& row) const
{
    const auto& accounts = m_directory.accounts();
    return row.place < accounts.size() && accounts[row.place].id == row.id ? &accounts[row.place]
                                                                           : m_directory.account(row.id);
}

QModelIndex AccountModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent)) {
        return {};
    }
    return createIndex(row, column,
                       parent.isValid() ? static_cast<quintptr>(parent.row()) | kMember
                                        : static_cast<quintptr>(row));
}

QModelIndex AccountModel::parent(const QModelIndex& index) const
{
    if (!index.isValid() || !isMember(index)) {
        return {};
    }
    const auto group = index.internalId() & ~kMember;
    return createIndex(static_cast<int>(group), 0, group);
}

int AccountModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid()) {
        return static_cast<int>(m_groups.empty() ? m_rows.size() : m_groups.size());
    }
    const auto* group = parent.column() == 0 ? groupOf(parent) : nullptr;
    return group != nullptr ? static_cast<int>(group->count) : 0;
}

int AccountModel::columnCount(const QModelIndex& /*parent*/) const
{
    return ColumnCount;
}

const AccountModel::Group* AccountModel::groupOf(const QModelIndex& index) const
{
    const bool group = index.isValid() && !isMember(index) && !m_groups.empty();
    return group ? &m_groups[static_cast<std::size_t>(index.row())] : nullptr;
}

const Account* AccountModel::account(const QModelIndex& index) const
{
    if (!index.isValid() || groupOf(index) != nullptr) {
        return nullptr;
    }
    const auto base = isMember(index) ? m_groups[index.internalId() & ~kMember].first : 0;
    return accountOf(m_rows[base + static_cast<std::size_t>(index.row())]);
}

std::string AccountModel::environmentOf(const QModelIndex& index) const
{
    if (const auto* group = groupOf(index)) {
        return group->environmentId;
    }
    const auto* found = account(index);
    return found != nullptr ? found->environmentId : std::string();
}

QModelIndex AccountModel::indexOf(const std::string& accountId) const
{
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.id == accountId; });
    if (found == m_rows.end()) {
        return {};
    }
    const auto at = static_cast<std::uint32_t>(found - m_rows.begin());
    if (m_groups.empty()) {
        return index(static_cast<int>(at), 0);
    }
    const auto group = std::upper_bound(m_groups.begin(), m_groups.end(), at,
                                        [](std::uint32_t row, const Group& g) { return row < g.first; })
                       - 1;
    return index(static_cast<int>(at - group->first), 0,
                 index(static_cast<int>(group - m_groups.begin()), 0));
}

void AccountModel::refreshTexts()
{
    for (auto& row : m_rows) {
        row.print = 0; // every row counts as changed
    }
    restart();
    Q_EMIT
    headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

} // namespace gatehouse::ui
