import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials

@Suite("A slot table")
struct SlotTableTests {
  private func numbers(_ table: SlotTable, _ hash: UInt32) -> [Int] {
    var probe = table.probe(hash)
    var numbers: [Int] = []
    while let number = table.next(&probe) { numbers.append(number) }
    return numbers
  }

  @Test("that is empty has nothing")
  func empty() {
    #expect(numbers(SlotTable(), 0).isEmpty && numbers(SlotTable(), .max).isEmpty)
  }

  @Test("finds what was entered under a hash, however it grows", arguments: [1, 4, 5, 8, 9, 1_000])
  func growth(count: Int) {
    var random = SeededGenerator(seed: 41)
    var table = SlotTable()
    var expected: [UInt32: [Int]] = [:]
    for number in 0..<count {
      // Low bits are often the same, and so are whole hashes.
      let hash = UInt32.random(in: 0..<UInt32(count), using: &random) &* 0x8001_0000
      table.insert(number, for: hash)
      expected[hash, default: []].append(number)
    }
    for (hash, entered) in expected {
      #expect(numbers(table, hash).sorted() == entered)
    }
  }

  @Test("finds all numbers of one hash")
  func oneHash() {
    var table = SlotTable()
    for number in 0..<20 { table.insert(number, for: 7) }
    #expect(numbers(table, 7).sorted() == Array(0..<20))
    #expect(numbers(table, 8).isEmpty)
  }

  @Test("replaces a number in its place, and nothing that was not entered")
  func replace() {
    var table = SlotTable()
    for number in 0..<3 { table.insert(number, for: .max) }
    table.replace(1, with: 9, for: .max)
    #expect(numbers(table, .max) == [0, 9, 2])
    table.replace(5, with: 6, for: .max)
    #expect(numbers(table, .max) == [0, 9, 2])
  }

  @Test("takes hashes with every bit set")
  func highBits() {
    var table = SlotTable()
    for bit in 0..<32 as Range<UInt32> { table.insert(Int(bit), for: 1 << bit | 1 << 31) }
    for bit in 0..<32 as Range<UInt32> {
      #expect(numbers(table, 1 << bit | 1 << 31).contains(Int(bit)))
    }
  }
}
