import ImagePullCredentials
import KubernetesPulls

// An editor of documents: puts a registry into a Secret that has others, edits a docker config, makes a new Secret, and
// changes the list of a ServiceAccount.
func text(_ json: [UInt8]) -> String { String(decoding: json, as: UTF8.self) }

let ghcr = DockerConfig.Entry(registryKey: "ghcr.io", username: "octocat", password: "fake-token")
let existing = #"""
  {"apiVersion":"v1","kind":"Secret","metadata":{"name":"registries","labels":{"team":"shop"}},
  "type":"kubernetes.io/dockerconfigjson",
  "stringData":{".dockerconfigjson":"{\"auths\":{\"quay.io\":{\"auth\":\"cm9ib3Q6ZmFrZQ==\"}}}"}}
  """#
let secret = try KubernetesObjects(json: Secret.updating(Array(existing.utf8), with: [ghcr]))
  .secrets[0]
guard case .config(let config) = secret.content else { fatalError("\(secret.content)") }
print("\(secret): \(config.entries.map(\.registryKey))")

let mine = try DockerConfig(
  dockerConfigJSON: #"{"auths":{"old.example.com":{}},"psFormat":"table"}"#)
let edited = mine.merging(config).removing(registryKeys: ["old.example.com", "quay.io"])
  .settingCredentialHelper("vault", forRegistry: "registry.example.com")
print(text(edited.encodeDockerConfigJSON()))

let manifest = try PullSecretManifest(name: "ghcr", namespace: "shop", config: DockerConfig([ghcr]))
print("a manifest of \(try KubernetesObjects(json: manifest.encodeJSON()).secrets[0])")

let account = ServiceAccount(namespace: "shop", name: "default", imagePullSecrets: ["registries"])
print(text(try account.patch(addingPullSecrets: ["registries", manifest.name])))
print(text(account.patch(removingPullSecrets: ["registries"])))
