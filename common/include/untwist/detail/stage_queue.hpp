// The callbacks that a Deferred has still to run, first come, first served.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <source_location>
#include <type_traits>
#include <utility>

namespace untwist::detail {

class DeferredState;

// One callback. It runs where it lies and is never moved, so that a callable
// of up to 32 bytes costs no allocation of its own.
class Stage {
  public:
    // `Run` is called as Run::run(callable, state, where).
    template <class Run, class F>
    Stage(std::type_identity<Run>, F&& callable, std::source_location where)
        : where_(where) {
        using Stored = std::decay_t<F>;
        if constexpr (sizeof(Stored) <= kInside &&
                      alignof(Stored) <= alignof(std::max_align_t)) {
            new (storage_) Stored(std::forward<F>(callable));
            actions_ = &kInsideActions<Run, Stored>;
        } else {
            new (storage_) Stored*(new Stored(std::forward<F>(callable)));
            actions_ = &kOutsideActions<Run, Stored>;
        }
    }
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;
    ~Stage() = default;

    // One of the two, once: the callable is gone afterwards.
    void run(DeferredState& state) { actions_->run(storage_, state, where_); }
    void destroy() noexcept { actions_->destroy(storage_); }

  private:
    static constexpr std::size_t kInside = 32;

    struct Actions {
        void (*run)(void*, DeferredState&, std::source_location);
        void (*destroy)(void*) noexcept;
    };

    template <class F>
    static F& inside(void* storage) {
        return *std::launder(static_cast<F*>(storage));
    }
    template <class F>
    static F& outside(void* storage) {
        return **std::launder(static_cast<F**>(storage));
    }

    template <class Run, class F>
    static constexpr Actions kInsideActions{
        [](void* storage, DeferredState& state, std::source_location where) {
            Run::run(inside<F>(storage), state, where);
            inside<F>(storage).~F();
        },
        [](void* storage) noexcept { inside<F>(storage).~F(); }};

    template <class Run, class F>
    static constexpr Actions kOutsideActions{
        [](void* storage, DeferredState& state, std::source_location where) {
            const std::unique_ptr<F> callable(&outside<F>(storage));
            Run::run(*callable, state, where);
        },
        [](void* storage) noexcept { delete &outside<F>(storage); }};

    const Actions* actions_;
    std::source_location where_;
    alignas(std::max_align_t) std::byte storage_[kInside];
};

// The first stage lies in the queue itself, the others in blocks: most
// Deferreds have one or two, and none moves when another is added.
class StageQueue {
  public:
    StageQueue() = default;
    StageQueue(const StageQueue&) = delete;
    StageQueue& operator=(const StageQueue&) = delete;
    ~StageQueue() {
        while (!empty()) {
            front().destroy();
            pop();
        }
    }

    bool empty() const { return front_ == back_; }

    template <class Run, class F>
    void push(F&& callable, std::source_location where) {
        if (back_ == backEnd_) addBlock();
        new (back_)
            Stage(std::type_identity<Run>(), std::forward<F>(callable), where);
        ++back_;
    }

    // Runs the first and takes it out. It may push others meanwhile.
    void runFront(DeferredState& state) {
        front().run(state);
        pop();
    }

  private:
    static constexpr std::size_t kBlock = 16;
    struct alignas(Stage) Slot {
        std::byte bytes[sizeof(Stage)];
    };
    struct Block {
        std::array<Slot, kBlock> slots;
        std::unique_ptr<Block> next;
    };

    Stage& front() { return *std::launder(reinterpret_cast<Stage*>(front_)); }

    void pop() {
        ++front_;
        if (front_ == back_) {
            beginAnew();
        } else if (front_ == frontEnd_) {
            if (frontEnd_ != &first_ + 1) head_ = std::move(head_->next);
            front_ = head_->slots.data();
            frontEnd_ = front_ + kBlock;
        }
    }

    void beginAnew() {
        front_ = back_ = &first_;
        frontEnd_ = backEnd_ = &first_ + 1;
        head_.reset();
    }

    void addBlock() {
        // make_unique would zero the slots first.
        auto block =
            std::unique_ptr<Block>(new Block);  // NOLINT(modernize-make-unique)
        auto* const added = block.get();
        (head_ ? last_->next : head_) = std::move(block);
        last_ = added;
        back_ = added->slots.data();
        backEnd_ = back_ + kBlock;
    }

    Slot* front_ = &first_;  // the next to run, and where its block ends
    Slot* frontEnd_ = &first_ + 1;
    Slot* back_ = &first_;  // where the next one goes, and that block's end
    Slot* backEnd_ = &first_ + 1;
    std::unique_ptr<Block> head_;  // the first that is still needed
    Block* last_ = nullptr;
    Slot first_;
};

}  // namespace untwist::detail
