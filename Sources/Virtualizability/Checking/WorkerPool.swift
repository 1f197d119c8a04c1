#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Synchronization

/// Runs independent pieces of work on threads with stacks deep enough for deeply nested meanings.
package enum WorkerPool {

  /// The stack of a worker in bytes.
  static let stackSize = 256 << 20

  /// The results of `body` for `0..<count`, in order.
  package static func map<Result: Sendable>(
    count: Int, jobs: Int, _ body: @escaping @Sendable (Int) -> Result
  ) -> [Result] {
    let results = Mutex<[Result?]>(Array(repeating: nil, count: count))
    let next = Mutex(0)
    let work: @Sendable () -> Void = {
      while true {
        let index = next.withLock { value -> Int in
          defer { value += 1 }
          return value
        }
        guard index < count else { return }
        let result = body(index)
        results.withLock { $0[index] = result }
      }
    }
    withoutActuallyEscaping(work) { work in
      let threads = (0..<max(1, min(jobs, count))).map { _ in start(work) }
      for thread in threads { if let thread { pthread_join(thread, nil) } }
    }
    return results.withLock { $0.compactMap { $0 } }
  }

  /// Runs `body` on a thread with a deep stack.
  package static func deep<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result? {
    map(count: 1, jobs: 1) { _ in body() }.first
  }

  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Starts a thread; where that fails the work is done here.
  private static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body))
    let status = pthread_create(
      &thread, &attributes,
      { pointer in
        guard let pointer else { return nil }
        Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    guard status == 0 else {
      work.release()
      body()
      return nil
    }
    return thread
  }
}
