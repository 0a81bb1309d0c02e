@testable import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials

@Suite("A registry pattern against the kubelet")
struct RegistryPatternModelTests {
  @Test("matches the images of every recorded look-up, and no others")
  func replaysVectors() throws {
    for (line, vector) in try KeyringVector.recorded().enumerated() {
      let patterns = vector.entries.map { try? RegistryPattern(registryKey: $0) }
      for lookup in vector.lookups {
        let matching = patterns.indices.filter {
          patterns[$0]?.matches(normalizedName: lookup.image) == true
        }
        // What the kubelet falls back to for Docker Hub matches by another rule.
        let isFallback =
          matching.isEmpty
          && lookup.matches.allSatisfy { patterns[$0]?.canonical == "index.docker.io" }
        #expect(
          isFallback || matching == lookup.matches.sorted(),
          "line \(line + 1): \(lookup.image) in \(vector.entries)")
      }
    }
  }

  @Test("is filed and matches as the model says, for random keys and images")
  func agreesWithModel() {
    var generator = KeyGenerator(random: SeededGenerator(seed: 1))
    var matches = 0
    var misses = 0
    var errors = 0
    for _ in 0..<30_000 {
      let key = generator.key()
      let image = generator.image(like: key)
      let pattern = try? RegistryPattern(registryKey: key)
      let canonical = KubeletModel.canonicalKey(of: Array(key.utf8))
      #expect(pattern?.canonical == canonical.map { String(decoding: $0, as: UTF8.self) }, "\(key)")
      guard let pattern, let canonical else {
        errors += 1
        continue
      }
      let expected = KubeletModel.urlsMatch(canonical, Array(image.utf8))
      #expect(pattern.matches(normalizedName: image) == expected, "\(key) and \(image)")
      if expected { matches += 1 } else { misses += 1 }
    }
    // The parts have to yield enough of each, or the test shows nothing.
    #expect(matches > 3_000 && misses > 3_000 && errors > 3_000, "\(matches) \(misses) \(errors)")
  }

  @Test("matches as the model says, for random matchImages entries")
  func matchImagesAgreeWithModel() {
    var generator = KeyGenerator(random: SeededGenerator(seed: 2))
    var matches = 0
    for _ in 0..<20_000 {
      let entry = generator.key()
      let image = generator.image(like: entry)
      let pattern = try? RegistryPattern(matchImage: entry)
      let isReadable = GoURL(Array("https://\(entry)".utf8)) != nil
      #expect((pattern != nil) == isReadable, "\(entry)")
      let expected = KubeletModel.urlsMatch(Array(entry.utf8), Array(image.utf8))
      #expect(
        (pattern?.matches(normalizedName: image) ?? false) == expected, "\(entry) and \(image)")
      if expected { matches += 1 }
    }
    #expect(matches > 2_000, "\(matches)")
  }

  @Test("is filed under the bytes that the model says, for bytes that are not UTF-8")
  func bytesAgreeWithModel() {
    let alphabet = Array("ab.:/@%25C3[]*?#v1\n".utf8) + [0x80, 0xC3, 0xBC, 0xE2, 0xFF, 0x7F]
    var random = SeededGenerator(seed: 3)
    for _ in 0..<30_000 {
      let key = (0..<Int.random(in: 0...14, using: &random)).map { _ in random.pick(alphabet) }
      var decoded: [UInt8] = []
      let compiled = try? CompiledKey(registryKey: key.span, decoded: &decoded)
      let text = decoded.isEmpty ? key : decoded
      let canonical = compiled.map { compiled in
        Array(text[compiled.canonicalHost.range] + text[compiled.canonicalPath.range])
      }
      let expected = KubeletModel.canonicalKey(of: key)
      #expect(canonical == expected, "\(key)")
      if let compiled, let expected {
        let isReadable = GoURL(Array("https://".utf8) + expected) != nil
        #expect(compiled.isMatchable == isReadable, "\(key)")
      }
    }
  }
}
