// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/payload_area.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace gatehouse::ui {

namespace {

class PayloadAccessible final : public QAccessibleWidget
{
public:
    explicit PayloadAccessible(PayloadArea* area)
        : QAccessibleWidget(area, QAccessible::Document)
        , m_area(area)
    {}

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        if (kind == QAccessible::Value) {
            const auto row = m_area->text()->row(m_area->caretRow());
            return QString::fromUtf8(row.data(), static_cast<qsizetype>(row.size()));
        }
        if (kind == QAccessible::Description) {
            const auto lines = static_cast<int>(m_area->text()->index.lines());
            return lines == 1 ? PayloadArea::tr("1 line") : PayloadArea::tr("%n lines", nullptr, lines);
        }
        return QAccessibleWidget::text(kind);
    }

private:
    PayloadArea* m_area;
};

QAccessibleInterface* make(const QString&, QObject* object)
{
    auto* area = qobject_cast<PayloadArea*>(object);
    return area == nullptr ? nullptr : new PayloadAccessible(area);
}

} // namespace

void installPayloadAccessibility()
{
    QAccessible::installFactory(make);
}

} // namespace gatehouse::ui
