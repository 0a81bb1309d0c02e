#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

/// The parent's ends of a child's standard streams: bytes on their way in, and those that came out.
struct StandardStreams {
  private let input: Descriptor
  private let output: Descriptor
  private let errorOutput: Descriptor
  private var pendingInput: ArraySlice<UInt8>
  private let limits: ExecutionLimits

  private(set) var outputBytes: [UInt8] = []
  private(set) var errorOutputBytes: [UInt8] = []

  init(
    input: Descriptor, output: Descriptor, errorOutput: Descriptor, bytes: [UInt8],
    limits: ExecutionLimits
  ) {
    self.input = input
    self.output = output
    self.errorOutput = errorOutput
    self.limits = limits
    pendingInput = bytes[...]
    for descriptor in [input, output, errorOutput] { descriptor.setNonBlocking() }
  }

  /// Whether the child has closed all that it could still write to.
  var isAtEnd: Bool { !output.isOpen && !errorOutput.isOpen }

  /// Whether the child has written more than it may.
  var isOverLimit: Bool { outputBytes.count > limits.outputLimit }

  /// Moves what can be moved, after waiting for something to become movable, at most `milliseconds`.
  mutating func exchange(waiting milliseconds: Int32) {
    // A closed descriptor is −1, which poll passes over.
    var events = [
      pollfd(fd: input.number, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: output.number, events: Int16(POLLIN), revents: 0),
      pollfd(fd: errorOutput.number, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&events, nfds_t(events.count), milliseconds) > 0 else { return }
    if events[0].revents != 0 { feed() }
    if events[1].revents != 0 {
      // One byte beyond the limit shows that it is passed; the rest is of no use.
      Self.fetch(output, into: &outputBytes, keeping: limits.outputLimit + 1)
    }
    if events[2].revents != 0 {
      Self.fetch(errorOutput, into: &errorOutputBytes, keeping: limits.errorOutputLimit)
    }
  }

  /// Takes what an ended child left in the pipes, each of which holds at most 1 MiB (Linux:
  /// /proc/sys/fs/pipe-max-size). Another process may still have them open and write, so that their end
  /// is not waited for.
  mutating func drain() {
    for _ in 0..<(1 << 20) / Self.chunk where !isAtEnd { exchange(waiting: 0) }
  }

  func close() {
    for descriptor in [input, output, errorOutput] { descriptor.shut() }
  }

  private mutating func feed() {
    while !pendingInput.isEmpty {
      let count = pendingInput.withUnsafeBytes {
        write(input.number, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EAGAIN || errno == EINTR { return }
      // A child need not read its input: then the pipe is broken, which is no error.
      pendingInput = count < 0 ? [] : pendingInput.dropFirst(count)
    }
    input.shut()
  }

  /// How much is read at a time, and between two looks at the clock.
  private static let chunk = 64 << 10

  private static func fetch(
    _ descriptor: Descriptor, into bytes: inout [UInt8], keeping limit: Int
  ) {
    guard descriptor.isOpen else { return }
    var buffer = [UInt8](repeating: 0, count: chunk)
    let count = descriptor.read(into: &buffer, atMost: chunk)
    if count > 0 {
      bytes += buffer.prefix(min(count, max(0, limit - bytes.count)))
    } else if count == 0 || errno != EAGAIN {
      descriptor.shut()
    }
  }
}
