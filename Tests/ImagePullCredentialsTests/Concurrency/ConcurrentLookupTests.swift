import Foundation
import ImagePullCredentials
import ImagePullCredentialsTesting
import Testing

/// Look-ups from many threads while the keyring that they share is changed and replaced.
///
/// A keyring is a value: each thread looks up in its own copy, whatever happens to the others. The
/// thread sanitizer watches this test for races.
@Suite struct ConcurrentLookupTests {
  @Test func lookUpsDuringReplacement() async throws {
    let image = try ImageReference("registry.example.com/team/app:1")
    let source = CredentialSource.secret(namespace: "n", name: "rotating")
    let shared = SharedKeyring(keyring(source, generation: 0))

    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        for generation in 1...400 {
          if generation % 7 == 0 {
            shared.replace(with: keyring(source, generation: generation))
          } else {
            shared.update { $0.replace(source, with: config(generation)) }
          }
        }
      }
      for _ in 0..<8 {
        group.addTask {
          var newest = 0
          for _ in 0..<2_000 {
            let found = shared.current.credentials(for: image)
            let generations = found.compactMap { Int($0.revealPassword()) }
            // Both keys match, both are of one generation, and no generation comes back.
            #expect(found.map(\.username) == ["path", "host", "wildcard"])
            #expect(Set(generations).count == 1)
            #expect(generations[0] >= newest)
            newest = generations[0]
          }
        }
      }
    }
    #expect(
      shared.current.credentials(for: image).map { $0.revealPassword() }
        == Array(repeating: "400", count: 3))
  }

  /// A copy taken before a change answers as before it.
  @Test func copiesAreIndependent() throws {
    let source = CredentialSource.literal
    let before = keyring(source, generation: 1)
    var after = before
    after.remove(source)
    let image = try ImageReference("registry.example.com/team/app")
    #expect(before.credentials(for: image).count == 3)
    #expect(after.credentials(for: image).isEmpty)
  }
}

private func config(_ generation: Int) -> DockerConfig {
  DockerConfig(
    [
      ("registry.example.com", "host"), ("*.example.com", "wildcard"),
      ("registry.example.com/team", "path"),
    ].map { key, user in
      DockerConfig.Entry(registryKey: key, username: user, password: "\(generation)")
    })
}

private func keyring(_ source: CredentialSource, generation: Int) -> Keyring {
  var keyring = Keyring()
  keyring.add(config(generation), source: source)
  return keyring
}

/// How a controller would share a keyring: a lock around the value, held only to copy or change it.
private final class SharedKeyring: @unchecked Sendable {
  private let lock = NSLock()
  private var keyring: Keyring

  init(_ keyring: Keyring) {
    self.keyring = keyring
  }

  var current: Keyring { lock.withLock { keyring } }

  func replace(with new: Keyring) { lock.withLock { keyring = new } }

  func update(_ change: (inout Keyring) -> Void) { lock.withLock { change(&keyring) } }
}
