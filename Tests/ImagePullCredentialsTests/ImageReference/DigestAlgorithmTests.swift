import ImagePullCredentials
import Testing

struct DigestAlgorithmTests {
  static let hex = "0123456789abcdef"

  @Test(arguments: ["sha256:\(run(hex, 4))", "sha384:\(run(hex, 6))", "sha512:\(run(hex, 8))"])
  func digests(digest: String) throws {
    let bare = try ImageReference("r.io/x@\(digest)")
    #expect(bare.digest == digest)
    #expect(bare.tag == nil)
    let tagged = try ImageReference("r.io/x:v1@\(digest)")
    #expect(tagged.digest == digest)
    #expect(tagged.tag == "v1")
    #expect(try ImageReference("r.io/x:v1").digest == nil)
  }

  @Test(arguments: [
    Refused("x@sha256:\(run("0", 63))", .digestInvalidLength, at: 72),
    Refused("x@sha256:\(run("0", 65))", .digestInvalidLength, at: 73),
    Refused("x@sha384:\(run("0", 95))", .digestInvalidLength, at: 104),
    Refused("x@sha384:\(run("0", 97))", .digestInvalidLength, at: 105),
    Refused("x@sha384:\(run("0", 64))", .digestInvalidLength, at: 73),
    Refused("x@sha512:\(run("0", 127))", .digestInvalidLength, at: 136),
    Refused("x@sha512:\(run("0", 129))", .digestInvalidLength, at: 137),
    Refused("x@sha512:\(run("0", 64))", .digestInvalidLength, at: 73),
  ])
  func lengths(row: Refused) { row.check() }

  @Test(arguments: [
    Refused("x@sha256:\(run("0", 63))F", .digestInvalidFormat, at: 72),
    Refused("x@sha256:A\(run("0", 63))", .digestInvalidFormat, at: 9),
    Refused("x@sha256:\(run("0", 12))A\(run("0", 51))", .digestInvalidFormat, at: 21),
    Refused("x@sha384:\(run("0", 95))F", .digestInvalidFormat, at: 104),
    // The length is looked at first.
    Refused("x@sha256:\(run("F", 63))", .digestInvalidLength, at: 72),
    // Without a tag, the algorithm counts as part of the repository.
    Refused("x:v1@SHA256:\(run("0", 64))", .digestInvalidFormat, at: 5),
    Refused("x@SHA256:\(run("0", 64))", .nameContainsUppercase, at: 2),
    Refused("x@sha+B64:\(run("0", 64))", .nameContainsUppercase, at: 6),
  ])
  func capitals(row: Refused) { row.check() }

  @Test(arguments: [
    Refused("x@sha224:\(run("0", 56))", .digestUnsupportedAlgorithm, at: 2),
    Refused("x@sha25:\(run("0", 64))", .digestUnsupportedAlgorithm, at: 2),
    Refused("x@sha2567:\(run("0", 64))", .digestUnsupportedAlgorithm, at: 2),
    Refused("x:v1@blake3:\(run("F", 32))", .digestUnsupportedAlgorithm, at: 5),
    Refused("x@a.b_c+d-e:\(run("0", 32))", .digestUnsupportedAlgorithm, at: 2),
  ])
  func otherAlgorithms(row: Refused) { row.check() }
}
