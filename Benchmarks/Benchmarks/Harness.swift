import ProcessMeters

/// Times work: warms up, chooses how many operations make a sample, takes samples, and counts allocations.
///
/// Processor time is measured, not time on the wall, so that what else the machine does counts as little as it can.
struct Harness {
  /// How long one sample takes, and how many are taken.
  struct Effort {
    let sampleNanoseconds: Int64
    let count: Int

    static let full = Effort(sampleNanoseconds: 40_000_000, count: 11)
    /// For continuous integration: enough to see that everything runs, not to compare.
    static let quick = Effort(sampleNanoseconds: 2_000_000, count: 3)
  }

  let effort: Effort

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
    let begin = cpu_nanoseconds()
    repeat {
      sink &+= body()
      calls += 1
    } while cpu_nanoseconds() - begin < effort.sampleNanoseconds
    let perSample = max(1, calls)

    var samples: [Double] = []
    for _ in 0..<effort.count {
      let start = cpu_nanoseconds()
      for _ in 0..<perSample { sink &+= body() }
      samples.append(Double(cpu_nanoseconds() - start) / Double(perSample * operations))
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
