import Foundation
import Synchronization

/// A server that writes down what it is asked, and answers as Docker's engine or as a registry that wants a password.
final class StubServer: Sendable {
  /// The first lines of a request: what is asked for, and the headers.
  struct Request: Sendable {
    let head: String

    func value(ofHeader name: String) -> String? {
      head.split(separator: "\r\n").first { $0.hasPrefix("\(name): ") }
        .map { String($0.dropFirst(name.count + 2)) }
    }
  }

  let port: UInt16
  private let listener: Int32
  private let requests = Mutex<[Request]>([])

  init() throws {
    #if canImport(Darwin)
      let kind = SOCK_STREAM
    #else
      let kind = Int32(SOCK_STREAM.rawValue)
    #endif
    let listener = socket(AF_INET, kind, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let size = length
    let isListening = withUnsafeMutableBytes(of: &address) { bytes in
      guard let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else {
        return false
      }
      return bind(listener, pointer, size) == 0 && listen(listener, 16) == 0
        && getsockname(listener, pointer, &length) == 0
    }
    guard isListening else { throw POSIXError(.EADDRNOTAVAIL) }
    self.listener = listener
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in serve() }
  }

  /// Ends the server and returns what it was asked.
  func stop() -> [Request] {
    _ = shutdown(listener, Int32(SHUT_RDWR))
    _ = close(listener)
    return requests.withLock { $0 }
  }

  private func serve() {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { return }
      answer(connection)
      _ = close(connection)
    }
  }

  private func answer(_ connection: Int32) {
    var head: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while !head.contains(subsequence: Array("\r\n\r\n".utf8)) {
      let count = read(connection, &chunk, chunk.count)
      guard count > 0 else { return }
      head += chunk[..<count]
    }
    let request = Request(head: String(decoding: head, as: UTF8.self))
    requests.withLock { $0.append(request) }
    let response = Array(response(to: request.head).utf8)
    _ = write(connection, response, response.count)
  }

  private func response(to head: String) -> String {
    let tail = "Content-Length: 0\r\nConnection: close\r\n\r\n"
    if head.contains("/_ping") { return "HTTP/1.1 200 OK\r\nApi-Version: 1.45\r\n\(tail)" }
    if head.contains("/images/create") { return "HTTP/1.1 500 Stub\r\n\(tail)" }
    return "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"r\"\r\n\(tail)"
  }
}

extension [UInt8] {
  fileprivate func contains(subsequence: [UInt8]) -> Bool {
    indices.contains { self[$0...].starts(with: subsequence) }
  }
}
