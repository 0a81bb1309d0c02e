/// The selected benchmarks and their results.
struct Suite {
  private let harness: Harness
  private let filter: String?
  private let report: (Measurement) -> Void

  init(harness: Harness, filter: String?, report: @escaping (Measurement) -> Void) {
    self.harness = harness
    self.filter = filter
    self.report = report
  }

  /// Whether `name` is the filter or begins with it and a slash: `keyring` and `keyring/lookup`
  /// select `keyring/lookup/10`, `keyring/lookup/1` does not.
  func wants(_ name: String) -> Bool {
    guard let filter else { return true }
    return name == filter || name.hasPrefix(filter + "/")
  }

  func wants(anyOf names: [String]) -> Bool { names.contains(where: wants) }

  /// Measures `body` if `name` is selected.
  mutating func run(_ name: String, operations: Int, bytes: Int? = nil, _ body: () -> Int) {
    guard wants(name) else { return }
    report(harness.measure(name, operations: operations, bytes: bytes, body))
  }

  /// Reports the heap bytes of the result of `make`, if `name` is selected.
  mutating func weigh<Value>(_ name: String, entries: Int, _ make: () -> Value) {
    guard wants(name) else { return }
    var bytes: Int64?
    let allocations = harness.countAllocations {
      let (value, size) = harness.countBytes(make)
      bytes = size
      withExtendedLifetime(value) {}
    }
    var measurement = Measurement(
      name: name, samples: [], allocations: allocations.map { Double($0) / Double(entries) })
    measurement.bytesPerEntry = bytes.map { Double($0) / Double(entries) }
    report(measurement)
  }
}

/// The measured code gave a wrong result; then nothing is timed.
struct WrongResult: Error, CustomStringConvertible {
  let description: String
}

func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(WrongResult) {
  guard condition else { throw WrongResult(description: message()) }
}
