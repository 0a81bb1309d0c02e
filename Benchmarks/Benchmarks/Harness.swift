import AllocationCounter

/// Times work: warms up, chooses how many operations make a sample, takes samples, and counts allocations.
struct Harness {
  /// How long one sample takes, and how many are taken.
  struct Effort {
    let sample: Duration
    let count: Int

    static let full = Effort(sample: .milliseconds(40), count: 11)
    /// For continuous integration: enough to see that everything runs, not to compare.
    static let quick = Effort(sample: .milliseconds(2), count: 3)
  }

  let effort: Effort
  private let clock = ContinuousClock()

  init(effort: Effort) {
    self.effort = effort
  }

  /// Measures `body`, each call of which does `operations` operations, after warming up for one sample.
  ///
  /// `body` returns a number that depends on its work, so that none of it can be left out.
  func measure(_ name: String, operations: Int, bytes: Int? = nil, _ body: () -> Int) -> Measurement
  {
    var sink = 0
    var calls = 0
    let begin = clock.now
    repeat {
      sink &+= body()
      calls += 1
    } while clock.now - begin < effort.sample
    let perSample = max(1, calls)

    var samples: [Double] = []
    for _ in 0..<effort.count {
      let start = clock.now
      for _ in 0..<perSample { sink &+= body() }
      samples.append((clock.now - start).nanoseconds / Double(perSample * operations))
    }
    let allocations = countAllocations { sink &+= body() }
    Self.keep(sink)
    return Measurement(
      name: name, samples: samples.sorted(),
      allocations: allocations.map { Double($0) / Double(operations) },
      bytesPerOperation: bytes.map { Double($0) / Double(operations) })
  }

  /// How often `body` asks for memory; nil where that cannot be counted.
  func countAllocations(_ body: () -> Void) -> Int64? {
    let before = allocation_count()
    guard before >= 0 else { return nil }
    body()
    return allocation_count() - before
  }

  /// How many bytes of heap what `make` returns takes; nil where that cannot be told.
  func countBytes<Value>(_ make: () -> Value) -> (Value, Int64?) {
    let before = allocated_bytes()
    let value = make()
    return (value, before < 0 ? nil : allocated_bytes() - before)
  }

  /// Where results go that nobody needs.
  @inline(never)
  private static func keep(_ value: Int) {
    if value == 0x5EED_5EED_5EED { print(value) }
  }
}

extension Duration {
  var nanoseconds: Double {
    Double(components.seconds) * 1e9 + Double(components.attoseconds) / 1e9
  }
}
