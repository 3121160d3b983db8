export class Server {
  host: string;

  constructor(server: { host: string }) {
    this.host = server.host;
  }
}
