import { Response } from 'express';
import { Instruments } from '../metrics/instruments';

/** Tells the metrics of streams: how many are open, how many were cut off. */
export class StreamCount {
  constructor(
    private readonly instruments: Pick<Instruments, 'streams' | 'cuts'>,
  ) {}

  opened(response: Response): void {
    this.instruments.streams.add(1);
    response.once('close', () => this.instruments.streams.add(-1));
  }

  cut(): void {
    this.instruments.cuts.add(1);
  }
}
