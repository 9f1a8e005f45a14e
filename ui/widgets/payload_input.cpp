// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/metrics.h"
#include "ui/widgets/payload_area.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

#include <algorithm>
#include <cctype>

namespace gatehouse::ui {

namespace {

constexpr int kDragScrollMs = 40;

bool isWordByte(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte) != 0 || c == '_' || c == '-' || c == '.';
}

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

} // namespace

std::size_t PayloadArea::offsetInRow(std::size_t row, qreal x) const
{
    const auto& layout = layoutOf(row);
    const int chars = layout.lineAt(0).xToCursor(x);
    const auto bytes = layout.text().left(chars).toUtf8().size();
    const auto limit = m_text->row(row).size();
    return m_text->index.start(row) + std::min(static_cast<std::size_t>(bytes), limit);
}

std::size_t PayloadArea::offsetAt(QPoint position) const
{
    const auto down = std::max(0, position.y()) / lineHeight();
    const auto row = std::min(firstRow() + static_cast<std::size_t>(down), m_text->index.rows() - 1);
    return offsetInRow(row, position.x() - gutterWidth() + horizontalScrollBar()->value());
}

qreal PayloadArea::xOf(std::size_t offset) const
{
    const auto row = m_text->index.rowAt(offset);
    const auto before = m_text->row(row).substr(0, offset - m_text->index.start(row));
    const auto chars = QString::fromUtf8(before.data(), static_cast<qsizetype>(before.size())).size();
    return layoutOf(row).lineAt(0).cursorToX(static_cast<int>(chars));
}

void PayloadArea::scrollTo(std::size_t offset)
{
    const auto row = m_text->index.rowAt(offset);
    const auto first = firstRow();
    const auto visible = visibleRows();
    if (row < first || row >= first + visible) {
        const auto third = visible / 3;
        const bool near = row + 1 == first || row == first + visible;
        const auto top = near ? (row < first ? row : row - visible + 1) : (row > third ? row - third : 0);
        verticalScrollBar()->setValue(static_cast<int>(top));
    }
    const int x = static_cast<int>(xOf(offset));
    const int left = horizontalScrollBar()->value();
    const int space = viewport()->width() - gutterWidth();
    if (x < left) {
        horizontalScrollBar()->setValue(x - space / 4);
    } else if (x > left + space - kWide) {
        horizontalScrollBar()->setValue(x - space * 3 / 4);
    }
}

PayloadArea::Range PayloadArea::wordAt(std::size_t offset) const
{
    const auto& bytes = m_text->bytes;
    auto begin = offset;
    auto end = offset;
    while (begin > 0 && isWordByte(bytes[begin - 1])) {
        --begin;
    }
    while (end < bytes.size() && isWordByte(bytes[end])) {
        ++end;
    }
    return {begin, end};
}

void PayloadArea::moveCaret(std::size_t offset, bool extend)
{
    select({extend ? m_selection.anchor : offset, offset});
    scrollTo(offset);
}

void PayloadArea::moveRows(std::ptrdiff_t rows, bool extend)
{
    const qreal x = m_goalX >= 0 ? m_goalX : xOf(m_selection.cursor);
    const auto last = static_cast<std::ptrdiff_t>(m_text->index.rows()) - 1;
    const auto row = std::clamp(static_cast<std::ptrdiff_t>(caretRow()) + rows, std::ptrdiff_t{0}, last);
    moveCaret(offsetInRow(static_cast<std::size_t>(row), x), extend);
    m_goalX = x;
}

void PayloadArea::stepCaret(bool forward, bool byWord, bool extend)
{
    const auto& bytes = m_text->bytes;
    auto at = m_selection.cursor;
    const auto step = [&] {
        do {
            at = forward ? at + 1 : at - 1;
        } while (at > 0 && at < bytes.size() && isContinuation(bytes[at]));
    };
    const auto more = [&] { return forward ? at < bytes.size() : at > 0; };
    if (more()) {
        step();
    }
    const auto ahead = [&] { return isWordByte(forward ? bytes[at] : bytes[at - 1]); };
    while (byWord && more() && ahead()) {
        step();
    }
    moveCaret(at, extend);
}

bool PayloadArea::moveByKey(const QKeyEvent& event)
{
    const bool extend = event.modifiers().testFlag(Qt::ShiftModifier);
    const bool control = event.modifiers().testFlag(Qt::ControlModifier);
    const auto page = static_cast<std::ptrdiff_t>(visibleRows()) - 1;
    const auto row = caretRow();
    switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        stepCaret(event.key() == Qt::Key_Right, control, extend);
        return true;
    case Qt::Key_Home:
        moveCaret(control ? 0 : m_text->index.start(row), extend);
        return true;
    case Qt::Key_End:
        moveCaret(control ? m_text->bytes.size() : m_text->index.start(row) + m_text->row(row).size(),
                  extend);
        return true;
    default:
        break;
    }
    const qreal goal = m_goalX;
    switch (event.key()) {
    case Qt::Key_Up:
        moveRows(-1, extend);
        return true;
    case Qt::Key_Down:
        moveRows(1, extend);
        return true;
    case Qt::Key_PageUp:
        moveRows(-page, extend);
        return true;
    case Qt::Key_PageDown:
        moveRows(page, extend);
        return true;
    default:
        m_goalX = goal;
        return false;
    }
}

void PayloadArea::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (moveByKey(*event)) {
        const bool vertical = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down
                              || event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown;
        m_goalX = vertical ? m_goalX : -1;
    } else {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void PayloadArea::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        m_goalX = -1;
        const auto at = offsetAt(event->position().toPoint());
        select({event->modifiers().testFlag(Qt::ShiftModifier) ? m_selection.anchor : at, at});
    }
}

void PayloadArea::mouseMoveEvent(QMouseEvent* event)
{
    if (!event->buttons().testFlag(Qt::LeftButton)) {
        return;
    }
    m_dragTo = event->position().toPoint();
    select({m_selection.anchor, offsetAt(m_dragTo)});
    const bool outside = m_dragTo.y() < 0 || m_dragTo.y() > viewport()->height();
    if (outside && !m_dragScroll.isActive()) {
        m_dragScroll.start(kDragScrollMs, this);
    } else if (!outside) {
        m_dragScroll.stop();
    }
}

void PayloadArea::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_dragScroll.timerId()) {
        QAbstractScrollArea::timerEvent(event);
        return;
    }
    const int beyond = m_dragTo.y() < 0 ? m_dragTo.y() : m_dragTo.y() - viewport()->height();
    verticalScrollBar()->setValue(verticalScrollBar()->value() + beyond / 8 + (beyond < 0 ? -1 : 1));
    select({m_selection.anchor,
            offsetAt({m_dragTo.x(), std::clamp(m_dragTo.y(), 0, viewport()->height() - 1)})});
}

void PayloadArea::mouseReleaseEvent(QMouseEvent*)
{
    m_dragScroll.stop();
    auto* clipboard = QApplication::clipboard();
    if (!m_selection.empty() && clipboard->supportsSelection()) {
        clipboard->setText(selectedText(), QClipboard::Selection);
    }
}

void PayloadArea::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        select(wordAt(offsetAt(event->position().toPoint())));
    }
}

void PayloadArea::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto* copyAction = menu->addAction(tr("Copy"), QKeySequence::Copy, this, &PayloadArea::copy);
    copyAction->setEnabled(!m_selection.empty());
    menu->addAction(tr("Select all"), QKeySequence::SelectAll, this, &PayloadArea::selectAll);
    menu->popup(event->globalPos());
}

void PayloadArea::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void PayloadArea::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace gatehouse::ui
