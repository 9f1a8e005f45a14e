// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/event_fields.h"
#include "ui/models/event_store.h"
#include "ui/models/log_model.h"
#include "ui/theme/display_zone.h"

#include <vector>

namespace gatehouse::ui {

/// The received webhooks that match the filter.
class EventModel : public LogModel
{
    Q_OBJECT

public:
    enum Column
    {
        TimeColumn,
        ProviderColumn,
        TopicColumn,
        VerifiedColumn,
        AckColumn,
        StateColumn,
        TriesColumn,
        SizeColumn,
        DuplicatesColumn,
        TagsColumn,
        CustomerColumn,
        EventColumn,
        RecordsColumn,
        AccountColumn,
        ErrorColumn,
        IdColumn,
        ColumnCount
    };

    EventModel(const Directory& directory, const DisplayZone& zone, const Clock& clock,
               QObject* parent = nullptr);

    /// New and changed ones, in the order they came.
    void put(const std::vector<WebhookEvent>& events, const std::vector<RejectedWebhook>& rejected = {});
    /// What has become of deliveries.
    void note(const std::vector<Delivery>& deliveries);
    void tag(const std::string& id, EventTag tag, bool on);
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

    [[nodiscard]] const EventRow& event(int row) const { return m_store.row(numberAt(row)); }

    [[nodiscard]] const EventStore& store() const noexcept { return m_store; }

    [[nodiscard]] std::pair<std::string, std::string> filterTermOf(const QModelIndex& index) const override;

protected:
    [[nodiscard]] Numbers numbers() const override { return {m_store.begin(), m_store.end()}; }

    void match(const Filter& filter, Numbers range, const ContentVerdicts& verdicts,
               Sifted& sifted) const override;
    [[nodiscard]] std::vector<std::int64_t> sortKeys(int column,
                                                     const std::vector<std::uint32_t>& rows) const override;

    [[nodiscard]] const std::string& idOf(std::uint32_t number) const override
    {
        return m_store.row(number).id;
    }

    [[nodiscard]] std::int64_t contentBytes(std::uint32_t number) const override
    {
        return m_store.row(number).payloadBytes;
    }

private:
    [[nodiscard]] std::int64_t sortKey(const EventRow& row, int column,
                                       const std::vector<std::int64_t>& ranks) const;
    [[nodiscard]] QString cellText(const EventRow& row, int column) const;
    [[nodiscard]] static QString tagWords(const EventRow& row);
    [[nodiscard]] QVariant colour(const EventRow& row, int column) const;

    const Directory& m_directory;
    const DisplayZone& m_zone;
    const Clock& m_clock;
    EventStore m_store;
};

} // namespace gatehouse::ui
