// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/command_palette.h"

#include "ui/theme/metrics.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr int kHintRole = Qt::UserRole;
constexpr int kEntryRole = Qt::UserRole + 1;
constexpr std::size_t kShown = 60;

class HintDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        painter->save();
        painter->setPen(
            option.palette.color(selected ? QPalette::HighlightedText : QPalette::PlaceholderText));
        painter->drawText(option.rect.adjusted(0, 0, -kMargin, 0), Qt::AlignRight | Qt::AlignVCenter,
                          index.data(kHintRole).toString());
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width(), 30};
    }
};

} // namespace

int paletteScore(QStringView title, QStringView typed)
{
    if (typed.isEmpty()) {
        return 1;
    }
    const auto at = title.indexOf(typed, 0, Qt::CaseInsensitive);
    if (at == 0) {
        return 1000;
    }
    if (at > 0) {
        return title[at - 1].isLetterOrNumber() ? 600 : 800;
    }
    qsizetype next = 0;
    int gaps = 0;
    for (const QChar wanted : typed) {
        if (wanted.isSpace()) {
            continue;
        }
        const auto found = title.indexOf(wanted, next, Qt::CaseInsensitive);
        if (found < 0) {
            return 0;
        }
        gaps += static_cast<int>(found - next);
        next = found + 1;
    }
    return qMax(1, 400 - 4 * gaps);
}

CommandPalette::CommandPalette(QWidget* window, Source source)
    : Overlay(window)
    , m_source(std::move(source))
    , m_edit(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setObjectName(QStringLiteral("commandPalette"));
    setAccessibleName(tr("Go to anything"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    column->setSpacing(kGap);
    column->addWidget(m_edit);
    column->addWidget(m_list);
    m_edit->setPlaceholderText(tr("Go to a view, an account or an action…"));
    m_edit->setAccessibleName(tr("Go to anything"));
    m_edit->installEventFilter(this);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setItemDelegate(new HintDelegate(m_list));
    m_list->setAccessibleName(tr("Matches"));
    m_list->setIconSize(QSize(kIconSize, kIconSize));
    connect(m_edit, &QLineEdit::textChanged, this, &CommandPalette::refill);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::activate);
}

void CommandPalette::open()
{
    m_entries = m_source();
    m_edit->clear();
    refill();
    openAt(Qt::AlignTop, QSize(620, 440));
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::refill()
{
    const QString typed = m_edit->text().trimmed();
    std::vector<std::pair<int, std::size_t>> ranked;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (const int score = paletteScore(m_entries[i].title, typed); score > 0) {
            ranked.emplace_back(-score, i);
        }
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    ranked.resize(std::min(ranked.size(), kShown));
    m_list->clear();
    for (const auto& [score, i] : ranked) {
        auto* item = new QListWidgetItem(m_entries[i].icon, m_entries[i].title, m_list);
        item->setData(kHintRole, m_entries[i].hint);
        item->setData(kEntryRole, static_cast<qulonglong>(i));
    }
    if (ranked.empty()) {
        auto* none = new QListWidgetItem(tr("Nothing here is called \"%1\"").arg(typed), m_list);
        none->setFlags(Qt::NoItemFlags);
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::activate()
{
    const auto* item = m_list->currentItem();
    if (item == nullptr || !item->flags().testFlag(Qt::ItemIsEnabled)) {
        return;
    }
    const auto act = m_entries[static_cast<std::size_t>(item->data(kEntryRole).toULongLong())].act;
    dismiss();
    act();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_edit || event->type() != QEvent::KeyPress) {
        return Overlay::eventFilter(watched, event);
    }
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int rows = m_list->count();
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        activate();
        return true;
    case Qt::Key_Down:
    case Qt::Key_Up:
        if (rows > 0) {
            m_list->setCurrentRow((m_list->currentRow() + (key == Qt::Key_Down ? 1 : rows - 1)) % rows);
        }
        return true;
    case Qt::Key_Escape:
        dismiss();
        return true;
    default:
        return false;
    }
}

} // namespace gatehouse::ui
