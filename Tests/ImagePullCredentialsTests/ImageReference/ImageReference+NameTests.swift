import Testing

@testable import ImagePullCredentials

struct ImageReferenceNameTests {
  @Test(arguments: [
    ("nginx:1", "docker.io", "/library/nginx"),
    ("docker.io/nginx", "docker.io", "/library/nginx"),
    ("index.docker.io/nginx", "docker.io", "/library/nginx"),
    ("team/nginx", "docker.io", "/team/nginx"),
    ("index.docker.io/team/nginx", "docker.io", "/team/nginx"),
    ("docker.io/team/nginx", "docker.io", "/team/nginx"),
    ("r.io:5000/a/b:1@sha256:\(run("0", 64))", "r.io:5000", "/a/b"),
    ("[::1]:5000/a", "[::1]:5000", "/a"),
    ("a_b.io/x/y", "a_b.io", "/x/y"),
    (run("z", 247), "docker.io", "/library/\(run("z", 247))"),
    ("t/\(run("z", 253))", "docker.io", "/t/\(run("z", 253))"),
  ])
  func pieces(text: String, registry: String, path: String) throws {
    let image = try ImageReference(text)
    let (seenRegistry, seenPath) = image.withName { (string($0), string($1)) }
    #expect(seenRegistry == registry)
    #expect(seenPath == path)
    #expect(image.name == registry + path)
  }

  @Test func bodyMayThrow() throws {
    struct Stop: Error {}
    let image = try ImageReference("nginx")
    #expect(throws: Stop.self) { try image.withName { _, _ in throw Stop() } }
  }

  private func string(_ bytes: Span<UInt8>) -> String {
    bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }
}
