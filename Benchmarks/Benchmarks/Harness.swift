import ProcessMeters

/// Measures work: warms up, chooses the number of operations for a sample, takes samples, and
/// counts allocations.
///
/// It measures processor time, not wall-clock time, to reduce the effect of other processes.
struct Harness {
  /// The duration and the number of samples.
  struct Effort {
    let sampleNanoseconds: Int64
    let count: Int

    static let full = Effort(sampleNanoseconds: 40_000_000, count: 11)
    /// For continuous integration: enough to check that everything runs, not to compare.
    static let quick = Effort(sampleNanoseconds: 2_000_000, count: 3)
  }

  let effort: Effort

  init(effort: Effort) {
    self.effort = effort
  }

  /// Measures `body`, each call of which does `operations` operations, after warming up for one sample.
  ///
  /// `body` returns a number that depends on its work, so that the compiler cannot remove any of
  /// it.
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

  /// The number of allocations of `body`; nil if they cannot be counted.
  func countAllocations(_ body: () -> Void) -> Int64? {
    let before = allocation_count()
    guard before >= 0 else { return nil }
    body()
    return allocation_count() - before
  }

  /// The heap bytes of the result of `make`; nil if they cannot be measured.
  func countBytes<Value>(_ make: () -> Value) -> (Value, Int64?) {
    let before = allocated_bytes()
    let value = make()
    return (value, before < 0 ? nil : allocated_bytes() - before)
  }

  /// Consumes unused results.
  @inline(never)
  private static func keep(_ value: Int) {
    if value == 0x5EED_5EED_5EED { print(value) }
  }
}
