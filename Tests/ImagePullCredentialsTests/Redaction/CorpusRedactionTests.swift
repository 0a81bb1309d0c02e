import ImagePullCredentialsTesting
import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

/// Marked passwords in every document of the corpus: neither what is decoded nor what is refused
/// shows them.
@Suite struct CorpusRedactionTests {
  /// Each string value becomes the mark; documents that are refused fail later, or elsewhere, and
  /// with another error.
  @Test func documents() throws {
    var errors = 0
    for (name, input) in try Corpus.inputs(of: .dockerConfig) {
      for marked in [marking(input, after: ":\""), marking(input, after: "\":")] {
        do {
          let config = try DockerConfig(dockerConfigJSON: marked)
          for entry in config.entries where !isMarkedElsewhere(entry) {
            Canary.expectHidden(in: entry, name)
          }
        } catch {
          errors += 1
          #expect(!Canary.isShown(in: "\(error) \(String(reflecting: error))"), "\(name)")
        }
      }
    }
    #expect(errors >= 100)
  }

  /// Usernames, keys and emails are no secrets.
  private func isMarkedElsewhere(_ entry: DockerConfig.Entry) -> Bool {
    [entry.registryKey, entry.username, entry.email].contains { Canary.isShown(in: $0) }
  }

  @Test func objects() throws {
    var errors = 0
    for (name, input) in try Corpus.inputs(of: .kubernetesObjects) {
      let marked = marking(input, after: "\"data\":{\".dockerconfigjson\":\"")
      do {
        let objects = try KubernetesObjects(json: marked)
        for pod in objects.pods {
          let resolution = objects.resolve(pod, merging: .union)
          #expect(!Canary.isShown(in: "\(resolution.steps)"), "\(name)")
        }
      } catch {
        errors += 1
        #expect(!Canary.isShown(in: "\(error) \(String(reflecting: error))"), "\(name)")
      }
    }
    #expect(errors >= 100)
  }

  /// `input` with the marked password after each `prefix`.
  private func marking(_ input: [UInt8], after prefix: String) -> [UInt8] {
    var marked: [UInt8] = []
    for byte in input {
      marked.append(byte)
      if marked.suffix(prefix.utf8.count).elementsEqual(prefix.utf8) {
        marked += Array(Canary.password.utf8)
      }
    }
    return marked
  }
}
