import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials

@Suite("Matched keys")
struct MatchedKeysTests {
  @Test(
    "are kept and sorted, inline and beyond",
    arguments: [0, 1, 2, 7, 8, 9, 31, 32, 33, 200])
  func operations(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let numbers = (0..<count).map { _ in Int32.random(in: 0..<50, using: &random) }
    var keys = MatchedKeys()
    for number in numbers { keys.append(number) }
    #expect(keys.count == count && keys.isEmpty == numbers.isEmpty)
    #expect((0..<count).map { keys[$0] } == numbers)
    let before = keys
    keys.sort { $0 > $1 }
    #expect((0..<count).map { keys[$0] } == numbers.sorted(by: >))
    #expect((0..<count).map { before[$0] } == numbers)
  }
}
