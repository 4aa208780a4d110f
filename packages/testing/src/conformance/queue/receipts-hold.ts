import { describe, expect, it } from "vitest";
import type { QueueGroup } from "./queue-under-test.ts";

const NEVER_ISSUED = "AQEBnever-issued";

export const receiptsHold: QueueGroup = (steps, differences) => {
  deletesHold(steps, differences);
  staleReceipts(steps, differences);
};

const DONE = { ok: true };
const GONE = { ok: false, gone: true };

const deletesHold: QueueGroup = (steps, { refusesUnknownReceipt, takesSpentReceipt }) => {
  describe("a deleted message is gone", () => {
    it("does not come again when its visibility timeout ends", async () => {
      const { ports, send, poll, receiveOne } = steps();
      const queue = ports.freshQueue();
      await send(queue, "done");
      const { receiptHandle } = await receiveOne(queue, 1);
      expect(await ports.settle(ports.receiver.delete(queue, receiptHandle))).toEqual({ ok: true });
      expect(await poll(queue, 2)).toEqual([]);
    });

    it(`${takesSpentReceipt ? "may" : "(difference) cannot"} be deleted twice`, async () => {
      const { ports, send, receiveOne } = steps();
      const queue = ports.freshQueue();
      await send(queue, "done");
      const { receiptHandle } = await receiveOne(queue);
      await ports.settle(ports.receiver.delete(queue, receiptHandle));
      const again = ports.receiver.delete(queue, receiptHandle);
      expect(await ports.settle(again)).toMatchObject(takesSpentReceipt ? DONE : GONE);
    });

    it("cannot be hidden any more", async () => {
      const { ports, send, receiveOne } = steps();
      const queue = ports.freshQueue();
      await send(queue, "done");
      const { receiptHandle } = await receiveOne(queue);
      await ports.settle(ports.receiver.delete(queue, receiptHandle));
      const answer = ports.receiver.changeVisibility(queue, receiptHandle, 60);
      expect(await ports.settle(answer)).toMatchObject({ ok: false, gone: true });
    });

    it("answers each of many deletes at once for itself", async () => {
      const { ports, send, look, receiveMany } = steps();
      const { receiver, settle } = ports;
      const queue = ports.freshQueue();
      await Promise.all(Array.from({ length: 23 }, (_, index) => send(queue, `${index}`)));
      const receipts = (await receiveMany(queue, 23)).map((each) => each.receiptHandle);
      receipts.splice(7, 0, NEVER_ISSUED);
      const answers = await settle(
        Promise.all(receipts.map((receipt) => receiver.delete(queue, receipt))),
      );
      expect(answers.flatMap((answer, index) => (answer.ok ? [] : [index]))).toEqual(
        refusesUnknownReceipt ? [7] : [],
      );
      expect(await look(queue)).toEqual([]);
    });
  });
};

const staleReceipts: QueueGroup = (steps, differences) => {
  describe("a receipt handle stands for one receive", () => {
    const names = differences.refusesUnknownReceipt ? "cannot" : "(difference) can";
    it(`${names} delete when it was never issued`, async () => {
      const { receiver, freshQueue, settle } = steps().ports;
      const answer = await settle(receiver.delete(freshQueue(), NEVER_ISSUED));
      expect(answer).toMatchObject(
        differences.refusesUnknownReceipt ? { ok: false, gone: true } : { ok: true },
      );
    });

    it("cannot hide anything when it was never issued", async () => {
      const { receiver, freshQueue, settle } = steps().ports;
      const answer = await settle(receiver.changeVisibility(freshQueue(), NEVER_ISSUED, 60));
      expect(answer).toMatchObject({ ok: false, gone: true });
    });

    const ended = differences.refusesEndedReceipt ? "cannot" : "(difference) can";
    it(`${ended} hide the message once its visibility timeout has ended`, async () => {
      const { ports, send, receiveOne, pass } = steps();
      const queue = ports.freshQueue();
      await send(queue, "visible again");
      const { receiptHandle } = await receiveOne(queue, 1);
      await pass(2);
      const answer = ports.receiver.changeVisibility(queue, receiptHandle, 60);
      expect(await ports.settle(answer)).toMatchObject(
        differences.refusesEndedReceipt ? { ok: false, gone: true } : { ok: true },
      );
    });

    const stale = differences.refusesStaleReceipt ? "cannot" : "(difference) can";
    it(`${stale} hide the message once it was received again`, async () => {
      const { ports, send, receiveOne } = steps();
      const queue = ports.freshQueue();
      await send(queue, "another's");
      const { receiptHandle } = await receiveOne(queue, 1);
      await receiveOne(queue);
      const answer = ports.receiver.changeVisibility(queue, receiptHandle, 60);
      expect(await ports.settle(answer)).toMatchObject(
        differences.refusesStaleReceipt ? { ok: false, gone: true } : { ok: true },
      );
    });

    const keeps = differences.keepsMessageOnStaleDelete
      ? "does not delete"
      : "(difference) deletes";
    const says = differences.takesSpentReceipt
      ? "that all is well"
      : "(difference) that it is gone";
    it(`${keeps} the message once it was received again, and says ${says}`, async () => {
      const { ports, send, poll, receiveOne } = steps();
      const queue = ports.freshQueue();
      await send(queue, "another's");
      const { receiptHandle } = await receiveOne(queue, 1);
      await receiveOne(queue, 2);
      const answer = ports.receiver.delete(queue, receiptHandle);
      expect(await ports.settle(answer)).toMatchObject(differences.takesSpentReceipt ? DONE : GONE);
      const kept = differences.keepsMessageOnStaleDelete ? 1 : 0;
      expect(await poll(queue, 5)).toHaveLength(kept);
    });
  });
};
