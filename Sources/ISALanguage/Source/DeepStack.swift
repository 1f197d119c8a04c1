#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs what recurses deeply on a thread with room for it: the stack of the caller may be as small as 512
/// KiB.
package enum DeepStack {

  /// The stack of the thread, in bytes. Only what is used of it is ever backed by memory.
  package static let size = 256 << 20

  /// The result of `body`, which runs while the caller waits.
  package static func run<Value>(_ body: () -> Value) -> Value {
    withoutActuallyEscaping(body) { body in
      let task = Task(body)
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      defer { pthread_attr_destroy(&attributes) }
      pthread_attr_setstacksize(&attributes, size)
      let context = Unmanaged.passRetained(task as AnyTask)
      #if canImport(Glibc)
        var thread = pthread_t()
        let status = pthread_create(&thread, &attributes, { DeepStack.enter($0) }, context.toOpaque())
        if status == 0 { pthread_join(thread, nil) }
      #else
        var thread: pthread_t?
        let status = pthread_create(&thread, &attributes, { DeepStack.enter($0) }, context.toOpaque())
        if status == 0, let thread { pthread_join(thread, nil) }
      #endif
      if status != 0 { context.release() }
      // Without a thread of its own the body runs on the stack that there is.
      return task.result ?? body()
    }
  }

  private static func enter(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<AnyTask>.fromOpaque(context).takeRetainedValue().run() }
    return nil
  }

  private class AnyTask {
    func run() {}
  }

  private final class Task<Value>: AnyTask {
    private let body: () -> Value
    private(set) var result: Value?
    init(_ body: @escaping () -> Value) { self.body = body }
    override func run() { result = body() }
  }
}
